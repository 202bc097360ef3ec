// What an operator types and asks for: the key, a word to the circuit, a look at one validation.
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

function setUpForce(refresh) {
  const [dialog, reason] = [byId('force-dialog'), byId('reason')];
  let action = null;
  const left = () => say(byId('reason-left'), `${200 - reason.value.length} characters left`);
  const begin = (to, title, meaning) => () => {
    action = to;
    say(byId('force-title'), title);
    say(byId('force-meaning'), meaning);
    say(byId('force-go'), title);
    say(byId('force-fault'), '');
    byId('force-time').hidden = to !== 'open';
    reason.value = '';
    left();
    dialog.showModal();
    reason.focus();
  };
  byId('open-circuit').addEventListener('click', begin('open', 'Open the circuit', 'No call will reach RiskShield. Callers get an older score where there is one, and 503 circuit-open where there is none.'));
  byId('close-circuit').addEventListener('click', begin('close', 'Close the circuit', 'Calls pass to RiskShield at once, without a probe. If it still fails, the circuit opens again by itself.'));
  byId('force-cancel').addEventListener('click', () => dialog.close());
  reason.addEventListener('input', left);
  byId('force-form').addEventListener('submit', async event => {
    event.preventDefault();
    const minutes = document.querySelector('[name=minutes]:checked').value;
    byId('force-go').disabled = true;
    try {
      const answer = await ask('/ops/circuit', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ action, reason: reason.value, ...(action === 'open' && minutes ? { minutes: Number(minutes) } : {}) }),
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

function setUpValidations(durablePath) {
  const dialog = byId('validation-dialog');
  byId('validation-done').addEventListener('click', () => dialog.close());
  byId('main').addEventListener('click', event => {
    const link = event.target.closest('a[href^="/validations/"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showValidation(link.getAttribute('href'), dialog, durablePath());
  });
}

/** Shows a validation here: opened as a page of its own, it would not be sent the key. */
async function showValidation(path, dialog, durable) {
  const id = path.split('/').at(-1);
  say(byId('validation-id'), id);
  say(byId('validation-fault'), '');
  facts(byId('validation-facts'), []);
  byId('validation-durable').hidden = !durable;
  if (durable) byId('validation-durable').href = durable.replace('{validationId}', id);
  dialog.showModal();
  try {
    const answer = await ask(path);
    if (!answer.ok) return say(byId('validation-fault'), await problemOf(answer));
    const found = await answer.json();
    const now = new Date();
    const told = found.result
      ? [['Score', `${found.result.riskScore} ${found.result.riskLevel}${found.result.degradedMode ? `, degraded by ${words(found.result.degradedReason)}` : ''}`], ['Scored', moment(parse(found.result.scoredAt), now)]]
      : found.problem ? [['Problem', `${found.problem.code}, ${found.problem.status}`], ['Meaning', found.problem.detail]] : [];
    facts(byId('validation-facts'), [
      ['Status', found.status], ...told, ['Vendor calls', String(found.attempts)], ['Accepted', moment(parse(found.createdAt), now)],
      ['Last moved', moment(parse(found.lastUpdatedAt), now)], ['Correlation', found.result?.correlationId ?? found.problem?.correlationId ?? '–'],
    ]);
  } catch {
    say(byId('validation-fault'), 'The host does not answer. Try again.');
  }
}
