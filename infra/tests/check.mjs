// Runs every check on the repository, then every seeded fault on a copy of it. Plain lines, one a result. The faults are tried in as
// many processes as the machine has processors: each takes seconds of one.
//
//   node check.mjs                   everything
//   node check.mjs faults PART PARTS  every PARTS-th fault from the PART-th on, for the above
import { fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks, runAll } from './checks.mjs';
import { faults, tryFault } from './faults.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
let passed = 0;
let failed = 0;

function report(ok, line, details = []) {
  if (ok) passed++; else failed++;
  console.log(`${ok ? 'ok    ' : 'FAIL  '} ${line}`);
  for (const detail of details) console.log(`       ${detail}`);
}

const usable = checks.filter((check) => !check.missing?.());

/** Tries one fault; what to report of it. */
async function judge(fault) {
  const { caught, others, error } = await tryFault(root, fault, usable);
  const line = `seeded fault: ${fault.what} is caught by ${fault.caughtBy}`;
  if (error) return [false, line, [error]];
  if (caught.length === 0) return [false, line, ['nothing was caught', ...others]];
  if (others.length > 0) return [false, line, ['other checks spoke up too:', ...others]];
  if (!fault.says.test(caught.join('\n'))) return [false, line, ['the message is another one:', ...caught]];
  return [true, line];
}

/** Tries a part of the faults in a process of its own, and reports each as it comes. */
function tryElsewhere(part, parts) {
  return new Promise((resolve, reject) => {
    const worker = fork(fileURLToPath(import.meta.url), ['faults', part, parts]);
    worker.on('message', (result) => report(...result));
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a process that tried faults ended with ${code}`))));
  });
}

const [mode, part, parts] = process.argv.slice(2);
if (mode === 'faults') {
  const mine = faults.filter((fault, index) => index % Number(parts) === Number(part));
  for (const fault of mine) {
    if (!usable.some(({ name }) => name === fault.caughtBy)) continue;
    const result = await judge(fault);
    await new Promise((sent) => process.send(result, sent));
  }
  process.exit(0);
}

for (const check of checks) {
  const missing = check.missing?.();
  if (missing) console.log(`       ${missing}`);
}
const found = await runAll(root, usable);
for (const { name, promise, after } of usable) {
  if (found.has(name)) report(found.get(name).length === 0, `${name}: ${promise}`, found.get(name));
  else console.log(`       ${name} waits for ${after.filter((other) => found.get(other)?.length > 0).join(' and ')}`);
}

// A fault says nothing on a tree that is already broken.
if (failed === 0) {
  const processes = os.availableParallelism();
  await Promise.all(Array.from({ length: processes }, (_, index) => tryElsewhere(index, processes)));
} else {
  console.log('       the seeded faults wait until the checks pass');
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
