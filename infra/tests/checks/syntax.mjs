import { load } from '../lib/terraform.mjs';

export const name = 'syntax';
export const promise = 'every .tf file parses';

export async function run(root) {
  return (await load(root)).problems;
}
