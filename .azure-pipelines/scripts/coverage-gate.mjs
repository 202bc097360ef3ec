#!/usr/bin/env node
// Fails when less than MINIMUM percent of the lines are covered. Reads every Cobertura report below FOLDER; a line counts
// as covered when any test project covered it.
//
//   coverage-gate.mjs FOLDER MINIMUM
import fs from 'node:fs';
import path from 'node:path';

const [folder, minimum] = [process.argv[2], Number(process.argv[3])];
if (!folder || !(minimum > 0 && minimum <= 100)) {
  console.error('usage: coverage-gate.mjs FOLDER MINIMUM');
  process.exit(2);
}

const lines = new Map();
for (const name of fs.readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('coverage.cobertura.xml'))) {
  const report = fs.readFileSync(path.join(folder, name), 'utf8');
  for (const [, file, body] of report.matchAll(/<class [^>]*filename="([^"]+)"[^>]*>([\s\S]*?)<\/class>/g)) {
    for (const [, number, hits] of body.matchAll(/<line number="(\d+)" hits="(\d+)"/g)) {
      const key = `${file}:${number}`;
      lines.set(key, (lines.get(key) ?? false) || hits !== '0');
    }
  }
}
if (lines.size === 0) {
  console.error(`no coverage report below ${folder}`);
  process.exit(1);
}
const covered = [...lines.values()].filter(Boolean).length;
const percent = (100 * covered) / lines.size;
console.log(`${covered} of ${lines.size} lines covered: ${percent.toFixed(1)} %, ${minimum} % wanted`);
process.exit(percent >= minimum ? 0 : 1);
