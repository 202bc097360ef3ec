// What an operator types and asks for: the key, a word to a circuit.
const keyName = 'finrisk-operator-key';

/** Sends a request with the key, which never goes anywhere but into this header and this tab's own storage. */
function ask(path, options = {}) {
  const key = sessionStorage.getItem(keyName);
  return fetch(path, { cache: 'no-store', credentials: 'omit', redirect: 'error', ...options, headers: { ...options.headers, ...(key ? { 'x-functions-key': key } : {}) } });
}

/** The problem in an answer, as a sentence. */
async function problemOf(answer) {
  try {
    const problem = await answer.json();
    return Object.values(problem.errors ?? {}).flat().join(' ') || problem.detail || problem.title;
  } catch {
    return `The host answered ${answer.status}.`;
  }
}

function askForKey(fault = '') {
  say(byId('key-fault'), fault);
  if (!byId('key-dialog').open) byId('key-dialog').showModal();
  byId('key').focus();
}

function setUpKey(refresh) {
  byId('key-dialog').addEventListener('cancel', event => event.preventDefault());
  byId('key-form').addEventListener('submit', event => {
    event.preventDefault();
    sessionStorage.setItem(keyName, byId('key').value.trim());
    byId('key').value = '';
    byId('key-dialog').close();
    refresh();
  });
  byId('forget').addEventListener('click', () => {
    sessionStorage.removeItem(keyName);
    location.reload();
  });
}

/** What comes of an order, for callers. */
function meaningOf(action, provider, backup) {
  const name = nameOf(provider);
  if (action === 'close') return `Calls pass to ${name} at once, without a probe. If it still fails, the circuit opens again by itself.`;
  const rest = 'Callers get an older score where there is one, and 503 circuit-open where there is none';
  if (!backup) return `No call will reach ${name}. ${rest}.`;
  if (provider === backup) return `No call will reach ${name}. ${rest}, while RiskShield cannot be used either.`;
  return `No call will reach ${name}; ${backup} is asked instead. ${rest}, while ${backup} cannot be used either.`;
}

function setUpForce(refresh, providers) {
  const [dialog, reason] = [byId('force-dialog'), byId('reason')];
  let [action, provider] = [null, null];
  const left = () => say(byId('reason-left'), `${200 - reason.value.length} characters left`);
  const begin = (to, of) => {
    [action, provider] = [to, of];
    const title = `${to === 'open' ? 'Open' : 'Close'} the circuit to ${nameOf(of)}`;
    say(byId('force-title'), title);
    say(byId('force-meaning'), meaningOf(to, of, providers()[1]));
    say(byId('force-go'), title);
    say(byId('force-fault'), '');
    byId('force-time').hidden = to !== 'open';
    reason.value = '';
    left();
    dialog.showModal();
    reason.focus();
  };
  byId('circuits').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (button) begin(button.classList.contains('open-circuit') ? 'open' : 'close', button.closest('.circuit').dataset.provider);
  });
  byId('force-cancel').addEventListener('click', () => dialog.close());
  reason.addEventListener('input', left);
  byId('free-minutes').addEventListener('input', () => { byId('free').checked = true; });
  byId('force-form').addEventListener('submit', async event => {
    event.preventDefault();
    const chosen = document.querySelector('[name=minutes]:checked').value;
    const minutes = chosen === 'free' ? byId('free-minutes').value : chosen;
    byId('force-go').disabled = true;
    try {
      const answer = await ask('/ops/circuit', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ action, provider, reason: reason.value, ...(action === 'open' && minutes ? { minutes: Number(minutes) } : {}) }),
      });
      say(byId('force-fault'), answer.ok ? '' : await problemOf(answer));
      if (answer.ok) dialog.close();
    } catch {
      say(byId('force-fault'), 'The host does not answer. Try again.');
    } finally {
      byId('force-go').disabled = false;
    }
    refresh();
  });
}
