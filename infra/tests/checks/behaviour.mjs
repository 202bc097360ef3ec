// What the deployment scripts decide: played against stand-ins for az and curl.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { digest, healthy, play } from '../lib/stand-ins.mjs';

export const name = 'behaviour';
export const promise = 'deploy, restore, verify and the coverage gate do what they say, the failures above all';

// The same scripts decide the same: most seeded faults are elsewhere, and a play takes seconds.
const plays = new Map();

export async function run(root) {
  const folder = path.join(root, '.azure-pipelines/scripts');
  const key = fs.readdirSync(folder).sort().map((file) => fs.readFileSync(path.join(folder, file), 'utf8')).join();
  if (!plays.has(key)) plays.set(key, playAll(root));
  return plays.get(key);
}

function playAll(root) {
  const problems = [];
  const expect = (what, condition, said) => { if (!condition) problems.push(`${what}${said ? `: ${said.trim().split('\n').slice(-2).join(' / ')}` : ''}`); };

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
    ['a validation that is refused', (world) => { world.answers['/validate'] = [502, {}]; }],
  ]) {
    const result = verify(change);
    expect(`verify.sh: ${what} fails`, result.status !== 0 && /not ok/.test(result.said), result.said);
  }

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
  return problems;
}
