import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { load } from '../lib/terraform.mjs';
import { files, read } from '../lib/report.mjs';

export const name = 'format';
export const promise = '`terraform fmt -check` has nothing to change';

export const missing = () => (spawnSync('terraform', ['version']).error ? 'terraform is not on this machine, so formatting was not checked' : null);

// A file that was well once is well again, and starting Terraform for all of them takes longer than most checks.
const formatted = new Set();

export async function run(root) {
  // A file that does not parse is the syntax check's business; fmt would only say so again.
  if ((await load(root)).problems.length > 0) return [];
  const unseen = files(root, 'infra', (file) => /\.(tf|tftest\.hcl)$/.test(file)).filter((file) => !formatted.has(read(root, file)));
  if (unseen.length === 0) return [];
  const result = spawnSync('terraform', ['fmt', '-check', '-no-color', ...unseen.map((file) => path.relative('infra', file))], { cwd: path.join(root, 'infra'), encoding: 'utf8' });
  const wrong = new Set(result.stdout.split('\n').filter(Boolean).map((file) => path.join('infra', file)));
  for (const file of unseen) if (!wrong.has(file)) formatted.add(read(root, file));
  return [...wrong].map((file) => `${file}: not formatted, run terraform fmt`);
}
