// infra/modules/app/settings.tf keeps the form that the code's own test reads: one literal key a line, sorted, and no
// secret among the plain settings. That the keys are the code's is that test's business.
import { load } from '../lib/terraform.mjs';
import { read } from '../lib/report.mjs';

export const name = 'settings';
export const promise = 'app settings stand in one file, one literal sorted key a line, secrets apart from plain settings';

const file = 'infra/modules/app/settings.tf';
const secret = /ApiKey$|Peppers?$|ConnectionStrings__/;

export async function run(root) {
  const problems = [];
  const app = (await load(root)).modules.find((module) => module.name === 'infra/modules/app');
  const maps = Object.fromEntries(['app_settings', 'app_secrets'].map((label) => [label, app?.locals.get(label)]));
  for (const [label, local] of Object.entries(maps)) {
    if (!local || typeof local.value !== 'object') { problems.push(`${file}: no literal map ${label}`); continue; }
    if (local.where !== file) problems.push(`${local.where}: ${label} belongs into ${file}`);
    const keys = Object.keys(local.value);
    const lines = [...(new RegExp(`^  ${label} = \\{\\n([\\s\\S]*?)^  \\}`, 'm').exec(read(root, file))?.[1] ?? '').matchAll(/^ {4}"([^"]+)"\s+= /gm)].map((match) => match[1]);
    if (lines.length !== keys.length) problems.push(`${file}: ${label} has ${keys.length} keys on ${lines.length} lines of the agreed form`);
    const sorted = [...lines].sort((a, b) => (a < b ? -1 : 1));
    if (lines.join() !== sorted.join()) problems.push(`${file}: the keys of ${label} are not sorted`);
    for (const key of keys) {
      if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(key)) problems.push(`${file}: ${key} is no literal setting name`);
      if (label === 'app_settings' && secret.test(key)) problems.push(`${file}: ${key} is a secret and belongs into app_secrets`);
    }
  }
  for (const key of Object.keys(maps.app_settings?.value ?? {})) if (key in (maps.app_secrets?.value ?? {})) problems.push(`${file}: ${key} is in both maps`);
  return problems;
}
