#!/usr/bin/env node
// The plan to 100,000 requests a minute and past it. Needs Node 20 or newer and nothing else.
//
//   node infra/scale/plan.mjs          prints the arithmetic, and the simulated ten minutes as docs/scale.md has them
//   node infra/scale/plan.mjs --write  simulates anew (about a minute) and writes results.json, docs/scale.svg and docs/scale.md
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { limits } from './inputs.mjs';
import { plan } from './arithmetic.mjs';
import { blocks, costRows, fill, fingerprint } from './report.mjs';
import { outage, rate, run, scenarios, stamp } from './scenarios.mjs';
import { plot } from './plot.mjs';
import { settings } from './settings.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const [results, page, picture] = ['infra/scale/results.json', 'docs/scale.md', 'docs/scale.svg'].map((file) =>
  path.join(root, file),
);
const words = process.argv.slice(2);
if (words.some((word) => word !== '--write')) {
  console.error('usage: node infra/scale/plan.mjs [--write]');
  process.exit(2);
}

const at = settings(root);
if (words.includes('--write')) {
  const simulated = {};
  for (const scenario of scenarios(plan(rate, stamp), at.prod)) {
    console.error(`simulating ${scenario.what} …`);
    simulated[scenario.key] = run(scenario, at.host);
  }
  fs.writeFileSync(results, `${JSON.stringify({ fingerprint: fingerprint(at), scenarios: simulated })}\n`);
  fs.writeFileSync(picture, plot(simulated.plan, outage, limits.accountRequests.value));
}

const known = JSON.parse(fs.readFileSync(results, 'utf8'));
if (known.fingerprint !== fingerprint(at)) {
  console.error('The simulated results are older than the settings or the model: run with --write.');
  process.exit(1);
}
const parts = blocks(at, known);
if (words.includes('--write')) fs.writeFileSync(page, fill(fs.readFileSync(page, 'utf8'), parts));
for (const [name, part] of Object.entries(parts)) console.log(`## ${name}\n\n${part}\n`);
console.log(
  `## docs/cost.md, prod at 1,000 and at 100,000 requests a minute\n\n${costRows(at)
    .map((row) => row.join(': '))
    .join('\n')}`,
);
