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
  for (const name of document.querySelectorAll('.span-name')) say(name, `in the last ${windowName}`);
  showCircuit(shown.circuit, now, windowName === 'hour' ? 60 : 1440);
  showTotals(totals, shown.unfinished, shown.windows.find(one => one.name === 'day'));
  showPlots(shown.plots.find(one => one.name === windowName), totals);
  showLists(shown, now);
  showAbout(shown.host);
  live(paused ? 'waiting' : 'live', paused ? `Paused at ${clock(now)}` : `Live, ${clock(now)}`);
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
new ResizeObserver(() => { if (shown) showTrace(shown.circuit, new Date(shown.at), windowName === 'hour' ? 60 : 1440); }).observe(byId('trace'));
setUpKey(refresh);
setUpForce(refresh);
setUpValidations(() => shown?.host.durableStatus);
if (document.documentElement.dataset.key === 'asked' && sessionStorage.getItem(keyName) === null) askForKey();
else refresh();
