#!/usr/bin/env node
// Fails when less than MINIMUM percent of the lines are covered: of each ASSEMBLY named, or of all there are together. Reads
// every Cobertura report below FOLDER; a line counts as covered when any test project covered it.
//
//   coverage-gate.mjs FOLDER MINIMUM [ASSEMBLY ...]
import fs from 'node:fs';
import path from 'node:path';

const [folder, minimum, ...assemblies] = [process.argv[2], Number(process.argv[3]), ...process.argv.slice(4)];
if (!folder || !(minimum > 0 && minimum <= 100)) {
  console.error('usage: coverage-gate.mjs FOLDER MINIMUM [ASSEMBLY ...]');
  process.exit(2);
}

const everything = 'all assemblies';
const lines = new Map((assemblies.length > 0 ? assemblies : [everything]).map((name) => [name, new Map()]));
for (const name of fs.readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('coverage.cobertura.xml'))) {
  const report = fs.readFileSync(path.join(folder, name), 'utf8');
  for (const [, assembly, classes] of report.matchAll(/<package [^>]*?name="([^"]+)"[^>]*>([\s\S]*?)<\/package>/g)) {
    const counted = lines.get(assemblies.length > 0 ? assembly : everything);
    if (!counted) continue;
    for (const [, file, body] of classes.matchAll(/<class [^>]*filename="([^"]+)"[^>]*>([\s\S]*?)<\/class>/g)) {
      if (/(^|\/)obj\//.test(file)) continue; // Written by a generator, not by us.
      for (const [, number, hits] of body.matchAll(/<line number="(\d+)" hits="(\d+)"/g)) {
        const key = `${path.basename(file)}:${number}`;
        counted.set(key, (counted.get(key) ?? false) || hits !== '0');
      }
    }
  }
}

let failed = false;
for (const [name, counted] of lines) {
  if (counted.size === 0) {
    console.error(`no coverage report of ${name} below ${folder}`);
    failed = true;
    continue;
  }
  const covered = [...counted.values()].filter(Boolean).length;
  const percent = (100 * covered) / counted.size;
  console.log(`${name}: ${covered} of ${counted.size} lines covered, ${percent.toFixed(1)} %; ${minimum} % wanted`);
  failed ||= percent < minimum;
}
process.exit(failed ? 1 : 0);
