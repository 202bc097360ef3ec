// Totals, plots and tables out of one summary.
const failureKinds = {
  'server-error': ['server error', 'c3'], 'timed-out': ['timed out', 'c4'], 'network-failure': ['network', 'c2'], 'invalid-response': ['unusable answer', 'c7'],
  'throttled': ['throttled', 'c1'], 'rejected': ['refused', 'c5'], 'key-refused': ['key refused', 'c6'],
  'name-resolution-error': ['name not found', 'c2'], 'connection-error': ['no connection', 'c2'], 'secure-connection-error': ['certificate', 'c2'],
  'proxy-tunnel-error': ['proxy', 'c2'], 'http-protocol-error': ['protocol', 'c2'], 'response-ended': ['reset', 'c2'],
  'deferred': ['deferred', 'c1'], 'misconfigured': ['configuration', 'c6'], 'local-fault': ['own trouble', 'c5'],
};
const kindName = kind => failureKinds[kind]?.[0] ?? words(kind);
const sumOf = counts => Object.values(counts).reduce((sum, one) => sum + one, 0);
const biggest = counts => Object.entries(counts).sort((one, other) => other[1] - one[1]).slice(0, 1).map(([code]) => `mostly ${words(code)}`).join();

/** A value with small lines below it. */
const withNote = (value, ...notes) => make('span', {}, value, ...notes.filter(Boolean).map(note => make('small', { textContent: note })));

/** What goes on now, beside a sum: a minute's share of the last five minutes. */
const rate = recent => `now ${recent === 0 ? 0 : recent < 50 ? (recent / 5).toFixed(1) : count(Math.round(recent / 5))} a minute`;

function showTotals(totals, unfinished, day, recent) {
  const [failed, vendorFailed] = [sumOf(totals.failed), sumOf(totals.vendorFailures)];
  const share = (part, whole) => whole ? `${(100 * part / whole).toFixed(part && part / whole < .1 ? 1 : 0)} %` : 'none yet';
  const ended = totals.completed + totals.degraded + failed;
  facts(byId('totals'), [
    ['Accepted', withNote(count(totals.accepted), `${count(day.accepted)} in a day`, rate(recent.accepted))],
    ['Under way', withNote(`${count(unfinished.count)}${unfinished.complete ? '' : '+'}`, `${unfinished.waiting.length} wait to retry`)],
    ['Completed', withNote(count(totals.completed), share(totals.completed, ended), rate(recent.completed))],
    ['Degraded', withNote(count(totals.degraded), share(totals.degraded, ended), rate(recent.degraded)), totals.degraded ? 'warn' : ''],
    ['Failed', withNote(count(failed), failed ? biggest(totals.failed) : share(0, ended), rate(sumOf(recent.failed))), failed ? 'bad' : ''],
    ['Answer, p95', withNote(duration(totals.durationMs.p95), `p50 ${duration(totals.durationMs.p50)}`, `now p95 ${duration(recent.durationMs.p95)}`)],
    ['Vendor calls', withNote(count(totals.vendorCalls), totals.vendorCalls ? `${share(vendorFailed, totals.vendorCalls)} failed` : 'none yet', rate(recent.vendorCalls), recent.vendorCalls ? `now ${share(sumOf(recent.vendorFailures), recent.vendorCalls)} failed` : '')],
    ['No call needed', withNote(count(totals.cached + totals.repeated), `${count(totals.cached)} cached, ${count(totals.repeated)} repeated`, rate(recent.cached + recent.repeated))],
    ['Refused', withNote(count(sumOf(totals.refused)), sumOf(totals.refused) ? biggest(totals.refused) : 'none', rate(sumOf(recent.refused)))],
    ['Rate-limited', withNote(count(totals.rateLimited), `${count(day.rateLimited)} in a day`, rate(recent.rateLimited)), totals.rateLimited ? 'warn' : ''],
  ]);
}

function showPlots(plotted, totals) {
  for (const unit of document.querySelectorAll('.per-step')) say(unit, plotted.stepSeconds === 60 ? 'a minute' : `in ${plotted.stepSeconds / 60} minutes`);
  const latency = [
    { name: 'p95', kind: 'c2', as: 'dash', values: plotted.vendorP95Ms },
    { name: 'p50', kind: 'c1', as: 'line', values: plotted.vendorP50Ms },
  ];
  legend(byId('latency-legend'), [
    { name: `p50 ${duration(totals.vendorMs.p50)}`, kind: 'c1', as: 'rule' }, { name: `p95 ${duration(totals.vendorMs.p95)}`, kind: 'c2', as: 'dash' },
    { name: `p99 ${duration(totals.vendorMs.p99)}` },
  ]);
  plot(byId('latency'), 'Vendor latency', latency, plotted, (value, short) => short ? (value >= 1000 ? `${value / 1000} s` : `${value} ms`) : duration(value));

  const kinds = Object.keys(failureKinds).filter(kind => plotted.vendorFailures[kind]);
  legend(byId('failures-legend'), kinds.length
    ? kinds.map(kind => ({ name: `${failureKinds[kind][0]} ${count(totals.vendorFailures[kind] ?? 0)}`, kind: failureKinds[kind][1] }))
    : [{ name: 'none', kind: 'none-known' }]);
  plot(byId('failures'), 'Vendor failures by kind', kinds.map(kind => ({ name: failureKinds[kind][0], kind: failureKinds[kind][1], as: 'bar', values: plotted.vendorFailures[kind] })), plotted, count);

  const ends = [['completed', 'good'], ['degraded', 'warn'], ['failed', 'bad']];
  legend(byId('validations-legend'), ends.map(([name, kind]) => ({ name: `${name} ${count(plotted[name].reduce((sum, one) => sum + one, 0))}`, kind })));
  plot(byId('validations'), 'Validations by outcome', ends.map(([name, kind]) => ({ name, kind, as: 'bar', values: plotted[name] })), plotted, count);
}

/** Fills a table's body. Rows are kept by key, so that a link that has the focus keeps it. */
function rows(name, items, keyOf, cellsOf) {
  const body = byId(name);
  byId(`${name}-none`).hidden = items.length > 0;
  body.parentElement.hidden = items.length === 0;
  const kept = new Map([...body.children].map(row => [row.dataset.key, row]));
  items.forEach((item, at) => {
    const key = keyOf(item);
    const row = kept.get(key) ?? make('tr');
    kept.delete(key);
    row.dataset.key = key;
    cellsOf(item).forEach(([value, kind], cell) => {
      const box = row.children[cell] ?? row.appendChild(make('td'));
      box.className = kind ?? '';
      if (typeof value === 'string') say(box, value);
      else if (!box.firstChild) box.append(value());
    });
    if (body.children[at] !== row) body.insertBefore(row, body.children[at] ?? null);
  });
  for (const gone of kept.values()) gone.remove();
}

/** A link to a validation. Its first characters are its time, so the end tells two of them apart. */
const linkTo = id => [() => make('a', { href: `/validations/${id}`, textContent: `…${id.slice(-10)}`, title: id, ariaLabel: `Validation ${id}` })];

/** A validation that was tried again under its idempotency key has ended more than once under one id. */
const keyOfEnd = one => `${one.validationId} ${one.endedAt}`;
const outcome = code => [() => make('span', { className: `tag ${code === 'scored' ? 'good' : code === 'degraded' ? 'warn' : 'bad'}`, textContent: words(code) })];

function showLists(summary, now) {
  const ended = one => [moment(parse(one.endedAt), now), 'num'];
  showFailedByCircuit(summary, now);
  rows('failed', summary.failed, keyOfEnd, one => [linkTo(one.validationId), outcome(one.outcome), [one.caller, 'wide'], [String(one.attempts), 'num'], ended(one)]);
  rows('slowest', summary.slowest, keyOfEnd, one => [linkTo(one.validationId), outcome(one.outcome), [duration(one.durationMs), 'num'], [String(one.attempts), 'num wide'], ended(one)]);
  rows('waiting', summary.unfinished.waiting.slice(0, 12), one => one.validationId, one => [linkTo(one.validationId), [String(one.attempts), 'num'], [ahead(parse(one.nextAttemptAt), now), 'num']]);
  rows('limited', summary.rateLimited, one => one.caller, one => [[one.caller], [count(one.lastHour), 'num'], [count(one.lastDay), 'num'], [ago(parse(one.lastAt), now), 'num']]);
}

/** Failures of an open circuit are one thing, however many they are: a line that says what opened it, and the newest below it. */
function showFailedByCircuit(summary, now) {
  const failed = summary.failedByCircuit;
  const inWindow = name => summary.windows.find(one => one.name === name).failed['circuit-open'] ?? 0;
  byId('by-circuit').hidden = failed.length === 0 && inWindow('day') === 0;
  say(byId('failed-none'), byId('by-circuit').hidden ? 'Nothing failed.' : 'Nothing else failed.');
  const causes = summary.circuits.filter(circuit => circuit.outage).map(circuit => `${nameOf(circuit.provider)}'s circuit was opened first by: ${kindName(circuit.outage.cause)}, at ${momentAlone(parse(circuit.outage.at), now)}`);
  const hand = summary.circuits.filter(circuit => circuit.byHand?.state === 'open').map(circuit => `${nameOf(circuit.provider)}'s circuit was opened by hand`);
  say(byId('by-circuit-count'), `circuit open: ${count(inWindow('hour'))} in the hour, ${count(inWindow('day'))} in a day`);
  say(byId('by-circuit-cause'), [...causes, ...hand].join('; ') || (failed.length ? `the last ${ago(parse(failed[0].endedAt), now)}` : ''));
  rows('failed-by-circuit', failed, keyOfEnd, one => [linkTo(one.validationId), [one.caller, 'wide'], [moment(parse(one.endedAt), now), 'num']]);
}

/** Whose figures these are; a warning where the others' could not be read. */
function showReach(summary, now) {
  const { processes, since, othersAsOf, complete } = summary.figures;
  byId('partial').hidden = complete;
  if (!complete) say(byId('partial'), `Storage does not answer. ${othersAsOf ? `These are the figures of this process, and those that others kept until ${momentAlone(parse(othersAsOf), now)}.` : 'These are the figures of this process alone.'}`);
  return `${processes === 1 ? 'this process' : `${count(processes)} processes`}, since ${zone.day.format(parse(since))} ${zone.name}`;
}

function showAbout(summary, now) {
  const host = summary.host;
  say(byId('place'), `${host.kind} host ${host.instance}`);
  facts(byId('about'), [
    ['Version', `${host.version.replace(/(\+[0-9a-f]{8})[0-9a-f]+$/, '$1')}, ${host.runtime}`],
    ['Up for', `${span(host.uptimeSeconds)}, since ${zone.day.format(parse(host.startedAt))} ${zone.name}`],
    ['Vendor', host.vendor],
    ['Figures added up', showReach(summary, now)],
    ['They cover', host.figuresReach],
    ['Under way and waiting covers', host.unfinishedReach],
    ['A circuit is', host.kind === 'local' ? 'that of this host, kept through restarts' : 'the one that all replicas share'],
  ]);
}
