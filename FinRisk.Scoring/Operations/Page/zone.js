// Times are written in one zone, which every time that stands alone names: UTC, as in logs and audit log, or the reader's own.
const zoneKey = 'finrisk-zone';
let zone;

function useZone(name) {
  const timeZone = name === 'local' ? undefined : 'UTC';
  const format = options => new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...options });
  zone = {
    name: timeZone ?? format({ timeZoneName: 'short' }).formatToParts().find(part => part.type === 'timeZoneName').value,
    second: format({ second: '2-digit' }), minute: format({}), day: format({ day: 'numeric', month: 'short' }),
  };
  for (const [id, its] of [['zone-utc', 'utc'], ['zone-local', 'local']]) byId(id).setAttribute('aria-pressed', String(its === (name === 'local' ? 'local' : 'utc')));
  for (const place of document.querySelectorAll('.zone')) say(place, zone.name);
}

function setUpZone(shown) {
  useZone(sessionStorage.getItem(zoneKey));
  for (const name of ['utc', 'local']) byId(`zone-${name}`).addEventListener('click', () => {
    sessionStorage.setItem(zoneKey, name);
    useZone(name);
    shown();
  });
}

/** The time alone, where its column or axis names the zone. */
const clock = date => date ? zone.second.format(date) : '–';
const clockOfMinute = date => zone.minute.format(date);

/** A time of today by its clock, an older one with its day; in a column or an axis. */
const moment = (date, now) => now - date < 64800000 ? clock(date) : zone.day.format(date);

/** The same where it stands alone. */
const momentAlone = (date, now) => `${moment(date, now)} ${zone.name}`;
