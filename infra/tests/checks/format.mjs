import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { load } from '../lib/terraform.mjs';

export const name = 'format';
export const promise = '`terraform fmt -check` has nothing to change';

export const missing = () => (spawnSync('terraform', ['version']).error ? 'terraform is not on this machine, so formatting was not checked' : null);

export async function run(root) {
  // A file that does not parse is the syntax check's business; fmt would only say so again.
  if ((await load(root)).problems.length > 0) return [];
  const result = spawnSync('terraform', ['fmt', '-check', '-recursive', '-no-color'], { cwd: path.join(root, 'infra'), encoding: 'utf8' });
  return result.stdout.split('\n').filter((line) => line.endsWith('.tf')).map((file) => `infra/${file}: not formatted, run terraform fmt`);
}
