// Fetches a summary every two seconds while somebody can see it, and shows it.
const refreshMs = 2000;
let [shown, offset, windowName, paused, timer, busy] = [null, 0, 'hour', false, 0, false];

async function refresh() {
  clearTimeout(timer);
  if (busy) return;
  busy = true;
  try {
    const answer = await ask('/ops/summary');
    if (answer.status === 401 || answer.status === 403) return await refused(answer);
    if (!answer.ok) return lost(await problemOf(answer));
    shown = await answer.json();
    offset = Date.parse(shown.at) - Date.now();
    byId('forget').hidden = sessionStorage.getItem(keyName) === null;
    byId('fault').hidden = true;
    show();
  } catch {
    lost('The host does not answer. The figures below are the last ones it gave.');
  } finally {
    busy = false;
    if (!paused && !document.hidden && !byId('key-dialog').open) timer = setTimeout(refresh, refreshMs);
  }
}

async function refused(answer) {
  const hadKey = sessionStorage.getItem(keyName) !== null;
  const why = answer.status === 401 ? 'This host does not know that key.' : await problemOf(answer);
  sessionStorage.removeItem(keyName);
  live('waiting', 'Waiting for a key');
  askForKey(hadKey ? why : '');
}

function lost(why) {
  live('lost', shown ? `Last figures ${ago(parse(shown.at), new Date(Date.now() + offset))}` : 'No figures');
  say(byId('fault'), why);
  byId('fault').hidden = false;
}

function live(state, text) {
  byId('live').dataset.state = state;
  say(byId('live-text'), text);
}

function show() {
  const now = new Date(shown.at);
  const totals = shown.windows.find(one => one.name === windowName);
  byId('main').dataset.empty = 'false';
  showCircuits(shown, now, windowName);
  showTotals(totals, shown.unfinished, ...['day', 'five-minutes'].map(name => shown.windows.find(one => one.name === name)));
  showPlots(shown.plots.find(one => one.name === windowName), totals);
  showLists(shown, now);
  showAbout(shown, now);
  for (const name of document.querySelectorAll('.span-name')) say(name, `in the last ${windowName}`);
  showTraces(shown, now, windowName);
  live(paused ? 'waiting' : 'live', paused ? `Paused at ${clock(now)} ${zone.name}` : `Live, ${clock(now)} ${zone.name}`);
}

function choose(name) {
  windowName = name;
  for (const one of ['hour', 'day']) byId(`span-${one}`).setAttribute('aria-pressed', String(one === name));
  if (shown) show();
}

byId('span-hour').addEventListener('click', () => choose('hour'));
byId('span-day').addEventListener('click', () => choose('day'));
byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', String(paused));
  say(byId('pause'), paused ? 'Resume' : 'Pause');
  if (paused && shown) show();
  refresh();
});
document.addEventListener('visibilitychange', () => { if (!document.hidden && !paused) refresh(); });
new ResizeObserver(() => { if (shown) showTraces(shown, new Date(shown.at), windowName); }).observe(byId('circuits'));
setUpZone(() => { if (shown) show(); });
setUpKey(refresh);
setUpForce(refresh, () => shown.circuits.map(circuit => circuit.provider));
setUpStories(() => shown?.host.durableStatus);
if (document.documentElement.dataset.key === 'asked' && sessionStorage.getItem(keyName) === null) askForKey();
else refresh();
