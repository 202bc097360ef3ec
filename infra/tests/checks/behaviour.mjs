// What the deployment scripts decide: played against stand-ins for az and curl.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { read } from '../lib/report.mjs';
import { digest, healthy, play } from '../lib/stand-ins.mjs';

export const name = 'behaviour';
export const promise = 'plan, apply, deploy, restore, verify, secrets, a developer\'s dev and the coverage gate do what they say, the failures above all';

const pipeline = (script) => `.azure-pipelines/scripts/${script}`;

// The same scripts decide the same: most seeded faults are elsewhere, and a play takes seconds. So each is remembered by the
// scripts that take part in it.
const plays = [
  { scripts: [pipeline('deploy.sh')], run: playDeploy },
  { scripts: [pipeline('verify.sh')], run: playVerify },
  { scripts: [pipeline('terraform.sh'), 'infra/scripts/approve-private-link.sh'], run: playTerraform },
  { scripts: [pipeline('set-secret.sh')], run: playSecrets },
  {
    scripts: ['infra/dev-up', 'infra/dev-down', 'infra/scripts/providers.sh', ...['set-secret.sh', 'deploy.sh', 'verify.sh'].map(pipeline)],
    run: playDeveloper,
  },
  { scripts: [pipeline('coverage-gate.mjs')], run: playCoverage },
];
const remembered = new Map();

export async function run(root) {
  return plays.flatMap(({ scripts, run: runOne }) => {
    const key = `${runOne.name} ${scripts.map((file) => read(root, file)).join()}`;
    if (!remembered.has(key)) {
      const problems = [];
      runOne(root, (what, condition, said) => { if (!condition) problems.push(`${what}${said ? `: ${said.trim().split('\n').slice(-2).join(' / ')}` : ''}`); });
      remembered.set(key, problems);
    }
    return remembered.get(key);
  });
}

function playDeploy(root, expect) {
  const fine = play(root, 'deploy.sh', ['deploy', 'outputs', 'previous'], healthy(), { IMAGE_DIGEST: digest('b') });
  expect('deploy.sh: a good digest is deployed to both regions, the first one first', fine.status === 0 && fine.world.log.join() === 'ca-1 bbbb,ca-2 bbbb', fine.said);
  expect('deploy.sh: notes what ran before in both regions', Object.values(fine.previous ?? {}).filter((image) => image.endsWith(digest('a'))).length === 2);

  const bad = play(root, 'deploy.sh', ['deploy', 'outputs', 'previous'], { ...healthy(), broken: [digest('b')] }, { IMAGE_DIGEST: digest('b') });
  expect('deploy.sh: a revision that does not come up fails, and the second region is left alone', bad.status !== 0 && bad.world.log.join() === 'ca-1 bbbb', bad.said);
  expect('deploy.sh: a failed deployment has noted what ran before', bad.previous !== null);

  const wrong = play(root, 'deploy.sh', ['deploy', 'outputs', 'previous'], healthy(), { IMAGE_DIGEST: 'v1.2.3' });
  expect('deploy.sh: a tag is no digest', wrong.status !== 0 && wrong.world.log.length === 0, wrong.said);

  const restored = play(root, 'deploy.sh', ['restore', 'outputs', 'previous'], { ...bad.world, broken: [digest('b')], previous: bad.previous });
  expect('deploy.sh: restore brings the digest before back', Object.values(restored.world.apps).every((app) => app.image.endsWith(digest('a')) && app.ready === app.revision), restored.said);
  expect('deploy.sh: restore fails the run', restored.status !== 0);
}

function playVerify(root, expect) {
  const verify = (change, environment = {}) => {
    const world = healthy();
    change(world);
    return play(root, 'verify.sh', ['outputs'], world, { IMAGE_DIGEST: digest('a'), DURABLE_BACKEND: 'storage', FINRISK_KEY: 'caller', ...environment });
  };
  const well = verify(() => {});
  expect('verify.sh: a healthy service passes', well.status === 0, well.said);
  expect('verify.sh: the key is in no output', !well.said.includes('caller'));
  const other = verify(() => {}, { DURABLE_BACKEND: 'scheduler' });
  expect('verify.sh: an image for another Durable backend fails', other.status !== 0 && /not ok +Durable backend/.test(other.said), other.said);
  for (const [what, change] of [
    ['another kind', (world) => { world.apps['ca-2'].kind = 'containerapps'; }],
    ['another digest', (world) => { world.apps['ca-1'].image = `cr.azurecr.io/finrisk@${digest('c')}`; }],
    ['a newest revision that does not serve', (world) => { world.apps['ca-1'].revision = 2; }],
    ['a service that is not ready', (world) => { world.answers['/health/ready'] = [503, { checks: {} }]; }],
    ['an open circuit', (world) => { world.answers['/health/ready'] = [200, { checks: { circuit: { state: 'Open' } } }]; }],
    ['a degraded answer', (world) => { world.answers['/validate'][1].degradedMode = true; }],
    ['an answer without a score', (world) => { delete world.answers['/validate'][1].riskScore; }],
    ['a second region that is not ready, behind a door that is', (world) => { world.doors = { 'secondary.example': { ...world.answers, '/health/ready': [503, { checks: {} }] } }; }],
    ['a second region that knows no key', (world) => { world.doors = { 'secondary.example': { ...world.answers, '/validate': [401, {}] } }; }],
    ['a door that does not answer', (world) => { world.doors = { 'finrisk.example': { '/health': [502, {}], '/health/ready': [502, {}], '/validate': [502, {}] } }; }],
    ['a validation that is refused', (world) => { world.answers['/validate'] = [502, {}]; }],
  ]) {
    const result = verify(change);
    expect(`verify.sh: ${what} fails`, result.status !== 0 && /not ok/.test(result.said), result.said);
  }
}

function playTerraform(root, expect) {
  // Everything that the script wants from a variable group and from the service connection.
  const group = Object.fromEntries([
    'SUBSCRIPTION_ID', 'TENANT_ID', 'STATE_RESOURCE_GROUP', 'STATE_STORAGE_ACCOUNT', 'PLANS_STORAGE_ACCOUNT', 'SYSTEM_ACCESSTOKEN',
    'AZURESUBSCRIPTION_CLIENT_ID', 'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID', 'ALERT_EMAILS', 'RUNBOOK_URL',
  ].map((name) => [name, 'x']));
  const terraform = (action, world, environment = {}) => play(root, 'terraform.sh', [action, 'dev'], world, { ...group, BUILD_BUILDID: '7', ...environment });
  const ran = ({ world }, command) => world.log.filter((line) => line.startsWith(command)).join();
  const planned = terraform('plan', healthy());
  const sha256 = /variable=sha256;isOutput=true\]([0-9a-f]{64})/.exec(planned.said)?.[1];
  expect('terraform.sh: a plan is kept and its checksum handed on', planned.status === 0 && sha256 && planned.world.blobs['7/tfplan'] && planned.world.blobs['7/plan.txt'], planned.said);
  expect('terraform.sh: the log names what changes', /update {2}module\.finrisk\.thing\.this {2}\(size\)/.test(planned.said), planned.said);
  expect('terraform.sh: plan waits for the lock', /-lock-timeout=/.test(ran(planned, 'plan')));
  const reviewed = terraform('review', healthy());
  expect('terraform.sh: a review takes no lock and keeps nothing', reviewed.status === 0 && /-lock=false/.test(ran(reviewed, 'plan')) && Object.keys(reviewed.world.blobs).length === 0, reviewed.said);
  const drifted = terraform('drift', healthy());
  expect('terraform.sh: drift fails where something would change', drifted.status === 1 && /-lock=false/.test(ran(drifted, 'plan')), drifted.said);
  const steady = terraform('drift', { ...healthy(), changes: [] });
  expect('terraform.sh: drift passes where nothing would', steady.status === 0, steady.said);
  for (const run of [planned, reviewed, drifted]) expect('terraform.sh: no value is in the log', !run.said.includes('only-for-approvers'));
  const where = { OUTPUTS: '/dev/shm/finrisk-play-outputs', PLAN_SHA256: sha256 };
  const applied = terraform('apply', planned.world, where);
  expect('terraform.sh: the approved plan is applied', applied.status === 0 && ran(applied, 'apply') !== '', applied.said);
  const swapped = terraform('apply', { ...planned.world, blobs: { '7/tfplan': 'another' } }, where);
  expect('terraform.sh: another plan than the approved one is not applied', swapped.status !== 0 && ran(swapped, 'apply') === '', swapped.said);
  fs.rmSync(where.OUTPUTS, { recursive: true, force: true });
  const unlocked = terraform('plan', { ...healthy(), locked: false });
  expect('terraform.sh: nothing runs without a lock file of the providers', unlocked.status !== 0 && unlocked.world.log.length === 0, unlocked.said);
}

function playSecrets(root, expect) {
  const secret = (name, secrets = {}, environment = {}) => play(root, 'set-secret.sh', [name, 'previous'], { ...healthy(), secrets, previous: 'host' }, { VAULT: 'kv', ...environment });
  const first = secret('privacy-pepper');
  expect('set-secret.sh: a first pepper is made, with an expiry', first.status === 0 && first.world.secrets['privacy-pepper']?.length === 64 && first.world.expires !== '', first.said);
  const second = secret('privacy-pepper', { 'privacy-pepper': 'one' });
  expect('set-secret.sh: a pepper is never replaced', second.status !== 0 && second.world.secrets['privacy-pepper'] === 'one', second.said);
  const switched = secret('pepper-switch', { 'privacy-pepper': 'old', 'privacy-previous-peppers': 'new' });
  expect('set-secret.sh: a switch keeps the old pepper before it takes the new',
    switched.status === 0 && switched.world.log.join() === 'privacy-previous-peppers,privacy-pepper'
    && switched.world.secrets['privacy-pepper'] === 'new' && switched.world.secrets['privacy-previous-peppers'] === 'old', switched.said);
  expect('set-secret.sh: a switch to the same pepper is refused', secret('pepper-switch', { 'privacy-pepper': 'a', 'privacy-previous-peppers': 'a' }).status !== 0);
  const vendor = secret('riskshield-api-key', {}, { SECRET_VALUE: 'from-the-vendor' });
  expect('set-secret.sh: the vendor\'s key is set and is in no output', vendor.world.secrets['riskshield-api-key'] === 'from-the-vendor' && !vendor.said.includes('from-the-vendor'), vendor.said);
  const caller = secret('host-function', {}, { SECRET_VALUE: 'f'.repeat(48), OF: 'bank-one' });
  expect('set-secret.sh: a caller\'s key is set under its name', caller.world.secrets['host-function-bank-one'] === 'f'.repeat(48), caller.said);
  expect('set-secret.sh: a caller\'s key that a person thought up is refused', secret('host-function', {}, { SECRET_VALUE: 'letmein', OF: 'bank' }).status !== 0);
  expect('set-secret.sh: a caller\'s key of nobody is refused', secret('host-function', {}, { SECRET_VALUE: 'f'.repeat(48), OF: 'none' }).status !== 0);
  const backup = secret('backup-api-key', {}, { SECRET_VALUE: 'from-the-backup' });
  expect('set-secret.sh: the backup\'s key is set beside the vendor\'s', backup.world.secrets['backup-api-key'] === 'from-the-backup' && !backup.world.secrets['riskshield-api-key'], backup.said);
  expect('set-secret.sh: an unset vendor key is refused', secret('riskshield-api-key', {}, { SECRET_VALUE: '$(secretValue)' }).status !== 0);
}

function playDeveloper(root, expect) {
  const fresh = { ...healthy(), key: undefined };
  const up = (world) => play(root, '../../infra/dev-up', ['--yes'], world, { RISKSHIELD_API_KEY: 'sandbox' });
  const down = (world) => play(root, '../../infra/dev-down', ['--yes'], world);
  // The service knows the key that the first play makes up: any key will do here.
  const made = up({ ...fresh, anyKey: true });
  const order = ['provider register', 'apply -auto-approve -var image_digest=none', 'role assignment create', 'riskshield-api-key', 'acr build',
    `apply -auto-approve -var image_digest=${digest('b')}`, 'ca-1 bbbb'];
  const places = order.map((step) => made.world.log.findIndex((line) => line.startsWith(step)));
  expect('dev-up: everything, in its order, to a validation answered', made.status === 0 && places.every((place, at) => place > (places[at - 1] ?? -1)), made.said);
  expect('dev-up: sets every secret that the app reads',
    ['host-function-pipeline', 'host-master', 'keyring-kek', 'privacy-pepper', 'riskshield-api-key'].every((name) => made.world.secrets[name]), made.said);
  expect('dev-up: no secret is in its output', !Object.values(made.world.secrets).some((value) => made.said.includes(value)));
  const again = up({ ...made.world, log: [] });
  expect('dev-up: a second time keeps secrets and app', again.status === 0 && again.world.secrets['privacy-pepper'] === made.world.secrets['privacy-pepper']
    && !again.world.log.some((line) => line.includes('image_digest=none') || line.startsWith('host-')), again.said);
  const foreign = up({ ...healthy(), groups: ['rg-finrisk-dev-san-shared'] });
  expect('dev-up: a dev of somebody else is left alone', foreign.status !== 0 && foreign.world.log.length === 0, foreign.said);
  const gone = down({ ...made.world, log: [] });
  expect('dev-down: groups, budget and state are gone',
    gone.status === 0 && gone.world.groups.length === 0 && gone.world.log.includes('consumption budget delete budget-dev') && gone.left.length === 0, gone.said);
  const stranger = down({ ...healthy(), groups: ['rg-finrisk-dev-san-shared'] });
  expect('dev-down: what this machine did not make is left alone', stranger.status !== 0 && stranger.world.log.length === 0, stranger.said);
}

function playCoverage(root, expect) {
  const gate = (hits, ...assemblies) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'finrisk-gate-'));
    fs.mkdirSync(path.join(folder, 'one'));
    fs.writeFileSync(path.join(folder, 'one', 'coverage.cobertura.xml'),
      `<package name="A"><class name="A" filename="A.cs">${hits.map((hit, index) => `<line number="${index + 1}" hits="${hit}"/>`).join('')}</class></package>`);
    const { status } = spawnSync(process.execPath, [path.join(root, '.azure-pipelines/scripts/coverage-gate.mjs'), folder, '90', ...assemblies]);
    fs.rmSync(folder, { recursive: true });
    return status;
  };
  expect('coverage-gate.mjs: 9 of 10 lines pass', gate([1, 1, 1, 1, 1, 1, 1, 1, 1, 0]) === 0);
  expect('coverage-gate.mjs: 8 of 10 lines fail', gate([1, 1, 1, 1, 1, 1, 1, 1, 0, 0]) === 1);
  expect('coverage-gate.mjs: a named assembly is held', gate([1, 0], 'A') === 1 && gate([1, 1], 'A') === 0);
  expect('coverage-gate.mjs: a named assembly without a report fails', gate([1], 'A', 'B') === 1);
  expect('coverage-gate.mjs: no report fails', gate([]) === 1);
}
