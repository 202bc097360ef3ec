// The circuits, one card for each provider: its state in words, the facts behind it, and the trace of its changes.
const stateNames = { 'closed': 'Closed', 'open': 'Open', 'half-open': 'Half-open', 'unknown': 'Unknown' };
const stateKinds = { 'closed': 'good', 'open': 'bad', 'half-open': 'warn' };
const mostChanges = 40;
const lastStates = new Map();
const nameOf = provider => provider === 'riskshield' ? 'RiskShield' : provider;

/** The card of a provider's circuit; made when the provider is first seen. */
function cardOf(provider) {
  const found = [...byId('circuits').children].find(card => card.dataset.provider === provider);
  if (found) return found;
  const card = byId('circuit-template').content.firstElementChild.cloneNode(true);
  card.dataset.provider = provider;
  const title = card.querySelector('.circuit-title');
  title.id = `circuit-${provider}`;
  say(title, `Circuit to ${nameOf(provider)}`);
  card.setAttribute('aria-labelledby', title.id);
  for (const button of card.querySelectorAll('button')) button.setAttribute('aria-describedby', title.id);
  byId('circuits').append(card);
  return card;
}

function showCircuits(summary, now, window) {
  byId('circuits').dataset.count = summary.circuits.length;
  for (const circuit of summary.circuits) {
    const availability = summary.vendorAvailability.find(one => one.provider === circuit.provider);
    showCircuit(circuit, availability.windows.find(one => one.name === window), now);
    const told = cardOf(circuit.provider).querySelector('.throttling');
    say(told, throttling(circuit.provider, availability));
    told.hidden = told.textContent === '';
  }
  const broken = summary.circuits.find(circuit => circuit.state !== 'closed');
  document.title = `${broken ? `${nameOf(broken.provider)}: ${words(broken.state)} – ` : ''}FinRisk operations`;
}

function showTraces(summary, now, window) {
  for (const circuit of summary.circuits) showTrace(circuit, now, window === 'hour' ? 60 : 1440, parse(summary.figures.since));
}

function meaning(circuit) {
  if (circuit.state === 'unknown') return 'It cannot be read just now. Calls pass as if it were closed, unless an operator held it open.';
  if (circuit.state === 'closed') return circuit.consecutiveFailures ? 'Calls pass; failures in a row are being counted.' : `Calls pass to ${nameOf(circuit.provider)}.`;
  if (circuit.heldOpen) return 'No call passes until an operator closes it.';
  if (circuit.state === 'open') return 'No call passes until the break is over.';
  return circuit.probeUntil ? 'One probe is out; everybody else waits for its answer.' : 'The next call is the probe.';
}

/** While closed: how many failures of those that would open it. Afterwards: those that did, and the probes that failed since. */
function pips(circuit) {
  const [failures, threshold] = [circuit.consecutiveFailures, circuit.threshold];
  const value = make('span');
  if (threshold <= 12) {
    const row = make('span', { className: 'pips', ariaHidden: 'true' });
    for (let at = 0; at < threshold; at++) row.append(make('i', { className: at < failures ? 'on' : '' }));
    value.append(row);
  }
  if (failures <= threshold) value.append(`${failures} of ${threshold}`);
  else value.append(`${threshold}`, make('small', { textContent: `and ${failures - threshold} failed ${failures - threshold === 1 ? 'probe' : 'probes'} since` }));
  return value;
}

/** What opened it first, through however many probes. */
function opening(circuit, now) {
  const outage = circuit.outage;
  if (!outage) return null;
  const link = make('a', { href: `/validations/${outage.validationId}`, textContent: `…${outage.validationId.slice(-10)}`, title: outage.validationId, ariaLabel: `Validation ${outage.validationId}` });
  return make('span', {}, `${momentAlone(parse(outage.at), now)}: ${kindName(outage.cause)} (`, link, ')');
}

/** Whether a provider asks for fewer calls, in words; empty where it does not. */
function throttling(provider, availability) {
  const recent = availability.windows.find(one => one.name === 'five-minutes');
  if (!recent.throttled) return '';
  return `${nameOf(provider)} is throttling: it answered ${count(recent.throttled)} of ${count(recent.calls + recent.throttled)} calls of the last five minutes with 429. Such calls are tried again and do not count for the circuit.`;
}

function availabilityOf(availability) {
  if (!availability.calls) return 'no calls yet';
  const share = Math.floor(1000 * availability.availability) / 10;
  return withNote(`${share} %`, `${count(availability.failed)} of ${count(availability.calls)} calls failed`);
}

function showCircuit(circuit, availability, now) {
  const card = cardOf(circuit.provider);
  const part = name => card.querySelector(`.${name}`);
  const [opened, next, changed] = [parse(circuit.openedAt), parse(circuit.nextProbeAt), parse(circuit.changedAt)];
  card.dataset.state = circuit.state;
  say(part('state-name'), circuit.heldOpen ? 'Held open' : stateNames[circuit.state]);
  say(part('state-meaning'), meaning(circuit));
  facts(part('circuit-facts'), [
    ['Failures in a row', pips(circuit)],
    ['Opened at', opened ? withNote(momentAlone(opened, now), ago(opened, now)) : 'not open'],
    ['Next probe', nextProbe(circuit, next, now)],
    ['In this state', changed ? `for ${span(Math.max(0, now - changed) / 1000)}` : circuit.state === 'unknown' ? '–' : 'since the start'],
    [`Available, ${availability.name}`, availabilityOf(availability)],
  ]);

  const first = opening(circuit, now);
  part('opened-first').hidden = !first;
  if (first && part('opened-first').dataset.key !== first.textContent) {
    part('opened-first').dataset.key = first.textContent;
    part('opened-first').replaceChildren('Opened first at ', ...first.childNodes);
  }

  const hand = circuit.byHand;
  part('by-hand').hidden = !hand;
  if (hand) say(part('by-hand'), `${hand.state === 'open' ? 'Opened' : 'Closed'} by hand by ${hand.by} ${ago(parse(hand.at), now)}: “${hand.reason}” (${hand.reference})`);
  part('open-circuit').disabled = circuit.heldOpen;
  part('close-circuit').disabled = circuit.state === 'closed' && circuit.consecutiveFailures === 0;

  const last = lastStates.get(circuit.provider);
  if (last && last !== circuit.state) say(byId('told'), `The circuit to ${nameOf(circuit.provider)} is now ${words(circuit.state)}.`);
  lastStates.set(circuit.provider, circuit.state);
}

function nextProbe(circuit, next, now) {
  if (circuit.heldOpen) return 'none while held';
  if (!next) return 'not needed';
  if (circuit.state === 'half-open' && circuit.probeUntil && next > now) return `if this one is lost, ${ahead(next, now)}`;
  return next > now ? withNote(ahead(next, now), `${clock(next)} ${zone.name}`) : 'with the next call';
}

/**
 * The state over time as a trace: high is closed, low is open. Nothing is known of the time before the oldest change that is kept, nor
 * of that before the first process began.
 */
function showTrace(circuit, now, minutes, since) {
  // A circuit that could not be read has no changes to tell: the trace stays as it was.
  if (circuit.state === 'unknown') return;
  const box = cardOf(circuit.provider).querySelector('.trace-plot');
  const [width, height, left] = [Math.max(260, box.clientWidth), 62, 66];
  const [from, level] = [now - minutes * 60000, { 'closed': 8, 'half-open': 22, 'open': 36 }];
  const x = time => left + (width - left - 2) * Math.max(0, Math.min(1, (time - from) / (now - from)));
  const changes = circuit.changes.map(change => ({ state: change.state, at: Date.parse(change.at), by: change.by }));
  const before = { state: null, at: -Infinity };
  const first = { state: changes.length < mostChanges ? 'closed' : null, at: +since };
  const parts = [before, ...(changes[0]?.at <= since ? [] : [first]), ...changes].map((part, at, all) => ({ ...part, until: all[at + 1]?.at ?? +now })).filter(part => part.until > from);

  const svg = draw('svg', { class: 'plot', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': describeTrace(parts, from, now, minutes) });
  for (const [state, at] of Object.entries(level))
    svg.append(draw('line', { class: 'grid', x1: left, x2: width, y1: at, y2: at }), draw('text', { x: left - 8, y: at + 4, 'text-anchor': 'end' }, words(state)));
  parts.forEach((part, at) => {
    const [start, end] = [x(part.at), Math.max(x(part.at) + 1.5, x(part.until))];
    if (part.state === null) {
      if (x(part.until) - x(part.at) > 1) svg.append(draw('rect', { class: 'unknown', x: x(part.at), width: x(part.until) - x(part.at), y: level.closed, height: 44 - level.closed }, draw('title', {}, `not known before ${clock(new Date(part.until))} ${zone.name}`)));
      return;
    }
    const title = draw('title', {}, `${words(part.state)} from ${clock(new Date(part.at))} to ${clock(new Date(part.until))} ${zone.name}${part.by ? `, by ${part.by}` : ''}`);
    svg.append(draw('rect', { class: `area ${stateKinds[part.state]}`, x: start, width: end - start, y: level[part.state], height: 44 - level[part.state] }, title));
    svg.append(draw('path', { class: `line ${stateKinds[part.state]}`, d: `M${start} ${level[part.state]}H${end}` }));
    if (at > 0 && part.at > from && parts[at - 1].state) svg.append(draw('path', { class: 'riser', d: `M${start} ${level[parts[at - 1].state] ?? 8}V${level[part.state]}` }));
    if (part.by && part.at > from) svg.append(draw('path', { class: `bar ${stateKinds[part.state]}`, d: `M${start} ${level[part.state] - 6}l5 6l-5 6l-5 -6z` }));
  });
  for (const part of timeMarks(width)) {
    const at = new Date(from + part * (now - from));
    svg.append(draw('text', { x: x(at), y: height - 4, 'text-anchor': 'start' }, clockOfMinute(at)));
  }
  svg.append(draw('text', { x: width - 2, y: height - 4, 'text-anchor': 'end' }, `now ${zone.name}`));
  box.replaceChildren(svg);
}

function describeTrace(parts, from, now, minutes) {
  const open = parts.filter(part => part.state === 'open').reduce((sum, part) => sum + part.until - Math.max(part.at, from), 0);
  const opened = parts.filter(part => part.state === 'open' && part.at > from).length;
  return `State in the last ${minutes === 60 ? 'hour' : 'day'}: opened ${opened} times, open for ${span(open / 1000)} in all.`;
}
