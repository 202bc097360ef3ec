// The circuit: its state in words, the facts behind it, and the trace of its changes.
const stateNames = { 'closed': 'Closed', 'open': 'Open', 'half-open': 'Half-open', 'unknown': 'Unknown' };
const stateKinds = { 'closed': 'good', 'open': 'bad', 'half-open': 'warn' };
const mostChanges = 40;
let lastState = null;

function meaning(circuit) {
  if (circuit.state === 'unknown') return 'It cannot be read just now. Calls pass as if it were closed, unless an operator held it open.';
  if (circuit.state === 'closed') return circuit.consecutiveFailures ? 'Calls pass; failures in a row are being counted.' : 'Calls pass to the vendor.';
  if (circuit.heldOpen) return 'No call passes until an operator closes it.';
  if (circuit.state === 'open') return 'No call passes until the break is over.';
  return circuit.probeUntil ? 'One probe is out; everybody else waits for its answer.' : 'The next call is the probe.';
}

function pips(circuit) {
  const value = make('span');
  if (circuit.threshold <= 12) {
    const row = make('span', { className: 'pips', ariaHidden: 'true' });
    for (let at = 0; at < circuit.threshold; at++) row.append(make('i', { className: at < circuit.consecutiveFailures ? 'on' : '' }));
    value.append(row);
  }
  value.append(`${circuit.consecutiveFailures} of ${circuit.threshold}`);
  return value;
}

function showCircuit(circuit, now, minutes) {
  const [opened, next, changed] = [parse(circuit.openedAt), parse(circuit.nextProbeAt), parse(circuit.changedAt)];
  byId('circuit').dataset.state = circuit.state;
  document.title = circuit.state === 'closed' ? 'FinRisk operations' : `${stateNames[circuit.state]} – FinRisk operations`;
  say(byId('state-name'), circuit.heldOpen ? 'Held open' : stateNames[circuit.state]);
  say(byId('state-meaning'), meaning(circuit));
  facts(byId('circuit-facts'), [
    ['Failures in a row', pips(circuit)],
    ['Opened at', opened ? `${moment(opened, now)}, ${ago(opened, now)}` : 'not open'],
    ['Next probe', nextProbe(circuit, next, now)],
    ['In this state', changed ? `for ${span(Math.max(0, now - changed) / 1000)}` : circuit.state === 'unknown' ? '–' : 'since the start'],
  ]);

  const hand = circuit.byHand;
  byId('by-hand').hidden = !hand;
  if (hand) say(byId('by-hand'), `${hand.state === 'open' ? 'Opened' : 'Closed'} by hand by ${hand.by} ${ago(parse(hand.at), now)}: “${hand.reason}” (${hand.reference})`);
  byId('open-circuit').disabled = circuit.heldOpen;
  byId('close-circuit').disabled = circuit.state === 'closed' && circuit.consecutiveFailures === 0;
  showTrace(circuit, now, minutes);

  if (lastState !== null && lastState !== circuit.state) say(byId('told'), `The circuit is now ${words(circuit.state)}.`);
  lastState = circuit.state;
}

function nextProbe(circuit, next, now) {
  if (circuit.heldOpen) return 'none while held';
  if (!next) return 'not needed';
  if (circuit.state === 'half-open' && circuit.probeUntil && next > now) return `if this one is lost, ${ahead(next, now)}`;
  return next > now ? `${ahead(next, now)}, ${clock(next)}` : 'with the next call';
}

/** The state over time as a trace: high is closed, low is open. Before the oldest change that is kept nothing is known. */
function showTrace(circuit, now, minutes) {
  // A circuit that could not be read has no changes to tell: the trace stays as it was.
  if (circuit.state === 'unknown') return;
  const box = byId('trace');
  const [width, height, left] = [Math.max(260, box.clientWidth), 62, 66];
  const [from, level] = [now - minutes * 60000, { 'closed': 8, 'half-open': 22, 'open': 36 }];
  const x = time => left + (width - left - 2) * Math.max(0, Math.min(1, (time - from) / (now - from)));
  const changes = circuit.changes.map(change => ({ state: change.state, at: Date.parse(change.at), by: change.by }));
  const first = { state: changes.length < mostChanges ? 'closed' : null, at: -Infinity };
  const parts = [first, ...changes].map((part, at, all) => ({ ...part, until: all[at + 1]?.at ?? +now })).filter(part => part.until > from);

  const svg = draw('svg', { class: 'plot', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': describeTrace(parts, from, now, minutes) });
  for (const [state, at] of Object.entries(level))
    svg.append(draw('line', { class: 'grid', x1: left, x2: width, y1: at, y2: at }), draw('text', { x: left - 8, y: at + 4, 'text-anchor': 'end' }, words(state)));
  parts.forEach((part, at) => {
    const [start, end] = [x(part.at), Math.max(x(part.at) + 1.5, x(part.until))];
    if (part.state === null) return;
    const title = draw('title', {}, `${words(part.state)} from ${part.at === -Infinity ? 'before' : clock(new Date(part.at))} to ${clock(new Date(part.until))}${part.by ? `, by ${part.by}` : ''}`);
    svg.append(draw('rect', { class: `area ${stateKinds[part.state]}`, x: start, width: end - start, y: level[part.state], height: 44 - level[part.state] }, title));
    svg.append(draw('path', { class: `line ${stateKinds[part.state]}`, d: `M${start} ${level[part.state]}H${end}` }));
    if (at > 0 && part.at > from) svg.append(draw('path', { class: 'riser', d: `M${start} ${level[parts[at - 1].state] ?? 8}V${level[part.state]}` }));
    if (part.by && part.at > from) svg.append(draw('path', { class: `bar ${stateKinds[part.state]}`, d: `M${start} ${level[part.state] - 6}l5 6l-5 6l-5 -6z` }));
  });
  for (const part of [0, .25, .5, .75]) {
    const at = new Date(from + part * (now - from));
    svg.append(draw('text', { x: x(at), y: height - 4, 'text-anchor': 'start' }, minuteFormat.format(at)));
  }
  svg.append(draw('text', { x: width - 2, y: height - 4, 'text-anchor': 'end' }, 'now'));
  box.replaceChildren(svg);
}

function describeTrace(parts, from, now, minutes) {
  const open = parts.filter(part => part.state === 'open').reduce((sum, part) => sum + part.until - Math.max(part.at, from), 0);
  const opened = parts.filter(part => part.state === 'open' && part.at > from).length;
  return `State in the last ${minutes === 60 ? 'hour' : 'day'}: opened ${opened} times, open for ${span(open / 1000)} in all.`;
}
