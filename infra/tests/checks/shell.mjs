import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { files } from '../lib/report.mjs';

export const name = 'shell';
export const promise = 'shellcheck has nothing to say about any script of the repository, and each stops at its first error';

const verdicts = new Map();

export async function run(root) {
  const problems = [];
  const scripts = files(root, '.', (file) => file.endsWith('.sh') || /^#!.*\b(ba)?sh\b/.test(firstLine(file)));
  for (const file of scripts) {
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    if (!verdicts.has(text)) verdicts.set(text, verdict(text));
    problems.push(...verdicts.get(text).map((message) => `${file}: ${message}`));
    if (!/^set -[a-z]*e/m.test(text)) problems.push(`${file}: does not stop at an error (set -e)`);
    if (!(fs.statSync(path.join(root, file)).mode & 0o100)) problems.push(`${file}: is not executable`);
  }
  return problems;
}

function firstLine(file) {
  const handle = fs.openSync(file, 'r');
  const buffer = Buffer.alloc(64);
  fs.readSync(handle, buffer, 0, 64, 0);
  fs.closeSync(handle);
  return buffer.toString('latin1').split('\n')[0];
}

function verdict(text) {
  const result = spawnSync('shellcheck', ['--format', 'gcc', '-'], { input: text, encoding: 'utf8' });
  if (result.error) return [`shellcheck is not installed: start the checks with infra/tests/run`];
  return result.stdout.split('\n').filter(Boolean).map((line) => line.replace(/^-:/, 'line '));
}
