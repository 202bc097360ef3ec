// The story of one validation, and the search for it by its own id or by a request's correlation id.
const validationId = /^[0-9a-v]{36}$/;
const circuitWords = { 'passed': 'circuit closed', 'probe': 'the probe of a half-open circuit', 'refused': 'circuit open' };
const outcomeKind = code => code === 'scored' ? 'good' : code === 'degraded' ? 'warn' : 'bad';
const idLink = id => make('a', { href: `/validations/${id}`, textContent: id, className: 'id' });

/** Opens a story from any link to a validation: opened as a page of its own, it would not be sent the key. */
function setUpStories(durablePath) {
  const [story, found] = [byId('validation-dialog'), byId('found-dialog')];
  byId('validation-done').addEventListener('click', () => story.close());
  byId('found-done').addEventListener('click', () => found.close());
  const follow = event => {
    const link = event.target.closest('a[href^="/validations/"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showStory(link.getAttribute('href').split('/').at(-1), durablePath());
  };
  for (const place of [byId('main'), story, found]) place.addEventListener('click', follow);
  byId('search').addEventListener('submit', async event => {
    event.preventDefault();
    const wanted = byId('search-for').value.trim();
    if (!wanted) return byId('search-for').focus();
    if (validationId.test(wanted)) await showStory(wanted, durablePath(), { orSearch: true });
    else await search(wanted, durablePath());
  });
}

/** Asks the host, and puts what it cannot answer into words. */
async function read(path, fault) {
  try {
    const answer = await ask(path);
    if (answer.ok) return await answer.json();
    say(fault, await problemOf(answer));
    return answer.status;
  } catch {
    say(fault, 'The host does not answer. Try again.');
    return 0;
  }
}

async function showStory(id, durable, { orSearch = false } = {}) {
  const dialog = byId('validation-dialog');
  say(byId('validation-id'), id);
  say(byId('validation-fault'), '');
  facts(byId('validation-facts'), []);
  byId('validation-attempts').replaceChildren();
  byId('validation-attempts-title').hidden = true;
  byId('validation-durable').hidden = !durable;
  if (durable) byId('validation-durable').href = durable.replace('{validationId}', id);
  const story = await read(`/ops/validations/${id}`, byId('validation-fault'));
  if (story === 404 && orSearch) return search(id, durable);
  if (byId('found-dialog').open) byId('found-dialog').close();
  if (!dialog.open) dialog.showModal();
  if (typeof story !== 'number') fillStory(story);
}

function fillStory(story) {
  const now = new Date();
  const ended = parse(story.endedAt);
  const outcome = story.outcome
    ? make('span', { className: `tag ${outcomeKind(story.outcome)}`, textContent: words(story.outcome) })
    : story.status.toLowerCase();
  const pairs = [['Outcome', outcome]];
  if (story.degraded) pairs.push(['Why degraded', story.degradedReason ? `${words(story.degradedReason)}: an older score was given` : 'an older score was given']);
  if (story.waiting) pairs.push(['Waits', `${words(story.waiting.reason)}; next attempt ${ahead(parse(story.waiting.nextAttemptAt), now)}, ${momentAlone(parse(story.waiting.nextAttemptAt), now)}`]);
  if (story.scoreOf) pairs.push(['Score of', idLink(story.scoreOf)]);
  if (story.scoredAt) pairs.push(['Scored', `${momentAlone(parse(story.scoredAt), now)}${story.provider ? ` by ${nameOf(story.provider)}` : ''}`]);
  pairs.push(
    ['Vendor calls', String(story.calls)],
    [ended ? 'Took' : 'Runs for', duration(story.durationMs)],
    ['Accepted', story.acceptedAt ? momentAlone(parse(story.acceptedAt), now) : '–'],
    ['Ended', ended ? momentAlone(ended, now) : 'not yet'],
    ['Caller', story.caller],
    ['Correlation id', story.correlationId ?? '–']);
  if (story.retryAt) pairs.push(['Sensible to repeat', momentAlone(parse(story.retryAt), now)]);
  facts(byId('validation-facts'), pairs);

  byId('validation-attempts-title').hidden = false;
  const items = story.purged
    ? [make('li', { className: 'none', textContent: 'The attempts have been purged; this is what the audit log keeps.' })]
    : story.attempts.length
      ? story.attempts.map(describeAttempt)
      : [make('li', { className: 'none', textContent: ended ? 'No attempt was needed or possible.' : 'No attempt has ended yet.' })];
  if (story.attemptsLeftOut) items.splice(6, 0, make('li', { className: 'none', textContent: `${count(story.attemptsLeftOut)} more attempts in between` }));
  byId('validation-attempts').replaceChildren(...items);
}

/** One attempt in three lines: what came of it; when, how long and what the circuit said; the wait after it. */
function describeAttempt(attempt) {
  const made = attempt.status !== 'not-admitted';
  const what = [words(attempt.status)];
  if (attempt.httpStatus) what.push(`HTTP ${attempt.httpStatus}`);
  if (attempt.networkError) what.push(words(attempt.networkError));
  const how = [clock(parse(attempt.startedAt)), ...(made ? [`took ${duration(attempt.durationMs)}`] : []), circuitWords[attempt.circuit]];
  if (attempt.circuitOpenUntil) how.push(`open until ${clock(parse(attempt.circuitOpenUntil))}`);
  if (attempt.retryAfterSeconds) how.push(`asked to wait ${span(attempt.retryAfterSeconds)}`);
  const item = make('li', {},
    make('strong', { textContent: `${nameOf(attempt.provider)}, attempt ${attempt.attempt}` }),
    make('span', { className: `tag ${attempt.status === 'scored' ? 'good' : made ? 'bad' : 'warn'}`, textContent: what.join(', ') }),
    make('small', { textContent: how.join('; ') }));
  if (attempt.waitMs !== undefined) item.append(make('small', { className: 'pause', textContent: `waited ${duration(attempt.waitMs)}, until ${clock(parse(attempt.nextAttemptAt))}` }));
  return item;
}

/** Shows what belongs to a correlation id; a single validation at once. */
async function search(id, durable) {
  const dialog = byId('found-dialog');
  say(byId('found-id'), id);
  say(byId('found-fault'), '');
  say(byId('found-note'), '');
  byId('found-list').replaceChildren();
  const found = await read(`/ops/validations?correlationId=${encodeURIComponent(id)}`, byId('found-fault'));
  if (typeof found !== 'number') {
    const { validations, withoutValidation: answered } = found;
    if (validations.length === 1 && answered.length === 0) return showStory(validations[0].validationId, durable);
    const now = new Date();
    byId('found-list').replaceChildren(
      ...validations.map(one => make('li', {},
        idLink(one.validationId),
        one.outcome ? make('span', { className: `tag ${outcomeKind(one.outcome)}`, textContent: words(one.outcome) }) : one.status.toLowerCase(),
        make('small', { textContent: `${one.caller}, ${momentAlone(parse(one.acceptedAt), now)}, ${one.calls} calls` }))),
      ...answered.map(one => make('li', {},
        make('span', { className: `tag ${outcomeKind(one.outcome)}`, textContent: `${words(one.act)}: ${words(one.outcome)}` }),
        make('small', { textContent: `${one.caller}, ${momentAlone(parse(one.at), now)}, no validation was started` }))));
    const nothing = validations.length + answered.length === 0;
    say(byId('found-note'),
      `${nothing ? 'Nothing was found. ' : ''}Searched ${found.from} to ${found.to} (UTC)${found.complete ? '' : ', not completely'}.`
      + (nothing ? ' A request that was refused before a validation began is in the log only: look there for request_refused with this correlation id.' : ''));
  }
  if (!dialog.open) dialog.showModal();
}
