// Runs every check on the repository, then every seeded fault on a copy of it. Plain lines, one a result.
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

const usable = [];
for (const check of checks) {
  const missing = check.missing?.();
  if (missing) console.log(`       ${missing}`);
  else usable.push(check);
}
const found = await runAll(root, usable);
for (const { name, promise, after } of usable) {
  if (found.has(name)) report(found.get(name).length === 0, `${name}: ${promise}`, found.get(name));
  else console.log(`       ${name} waits for ${after.filter((other) => found.get(other)?.length > 0).join(' and ')}`);
}

// A fault says nothing on a tree that is already broken.
if (failed === 0) {
  for (const fault of faults) {
    if (!usable.some(({ name }) => name === fault.caughtBy)) continue;
    const { caught, others, error } = await tryFault(root, fault, usable);
    const line = `seeded fault: ${fault.what} is caught by ${fault.caughtBy}`;
    if (error) report(false, line, [error]);
    else if (caught.length === 0) report(false, line, ['nothing was caught', ...others]);
    else if (others.length > 0) report(false, line, ['other checks spoke up too:', ...others]);
    else if (!fault.says.test(caught.join('\n'))) report(false, line, ['the message is another one:', ...caught]);
    else report(true, line);
  }
} else {
  console.log('       the seeded faults wait until the checks pass');
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
