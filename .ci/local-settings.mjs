// Makes local.settings.json, which the Functions host of a developer's machine reads: the sample with the simulator's key and with
// secrets of its own. A file that is there stays as it is.
//
//   node .ci/local-settings.mjs [file, default: local.settings.json in the root]
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const target = process.argv[2] ?? fileURLToPath(new URL('local.settings.json', root));

const settings = JSON.parse(readFileSync(new URL('local.settings.sample.json', root), 'utf8'));
Object.assign(settings.Values, {
  'RiskShield:ApiKey': 'riskshield-simulator-key',
  'Privacy:Pepper': randomBytes(32).toString('base64'),
  'Privacy:KeyEncryptionKey': randomBytes(32).toString('base64'),
});

try {
  // wx: fails where the file is there. Nobody but its owner needs to read secrets.
  writeFileSync(target, `${JSON.stringify(settings, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  console.log(`${target} is made.`);
} catch (fault) {
  if (fault.code !== 'EEXIST') throw fault;
  console.log(`${target} is there already and stays as it is.`);
}
