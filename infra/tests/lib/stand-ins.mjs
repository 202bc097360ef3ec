// Stand-ins for az and curl on the path of a pipeline script, so that what a script decides can be seen without Azure.
// They answer from a JSON file and note what they were asked to change.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const az = `#!/usr/bin/env node
const fs = require('fs');
const world = JSON.parse(fs.readFileSync(process.env.WORLD, 'utf8'));
const args = process.argv.slice(2);
const option = (name) => { const at = args.indexOf(name); return at < 0 ? undefined : args[at + 1]; };
const command = args.slice(0, args.findIndex((word) => word.startsWith('-'))).join(' ');
const app = world.apps[option('--name')];
const save = () => fs.writeFileSync(process.env.WORLD, JSON.stringify(world));
if (command === 'containerapp update') {
  app.image = option('--image');
  app.revision += 1;
  if (!world.broken.includes(app.image.split('@')[1])) app.ready = app.revision;
  world.log.push(option('--name') + ' ' + app.image.split('@')[1].slice(7, 11));
  save();
} else if (command === 'containerapp revision show') {
  console.log(app.ready === app.revision ? 'RunningAtMaxScale' : 'Failed');
} else if (command === 'containerapp show') {
  const query = option('--query') || '';
  if (query.includes('image')) console.log(app.image);
  else if (query.includes('latestRevisionName')) console.log('r' + app.revision);
  else if (query.includes('latestReadyRevisionName')) console.log('r' + app.ready);
  else console.log(JSON.stringify({ kind: app.kind, properties: { latestRevisionName: 'r' + app.revision, latestReadyRevisionName: 'r' + app.ready, template: { containers: [{ image: app.image }] } } }));
} else if (command === 'storage blob upload') {
  world.blobs[option('--name')] = fs.readFileSync(option('--file'), 'utf8');
  save();
} else if (command === 'storage blob download') {
  fs.writeFileSync(option('--file'), world.blobs[option('--name')]);
} else if (command === 'keyvault secret list' && option('--query') === '[].name') {
  console.log(JSON.stringify(Object.keys(world.secrets)));
} else if (command === 'keyvault secret list') {
  console.log(/name=='([^']+)'/.exec(option('--query'))[1] in world.secrets ? 1 : 0);
} else if (command === 'keyvault secret show') {
  console.log(option('--query') === 'value' ? world.secrets[option('--name')] : world.expires);
} else if (command === 'keyvault secret set') {
  world.secrets[option('--name')] = fs.readFileSync(option('--file'), 'utf8');
  world.expires = option('--expires') || '';
  world.log.push(option('--name'));
  save();
} else if (command === 'account show') {
  console.log(JSON.stringify({ id: 'sub', name: 'mine', tenantId: 'tenant', user: { name: 'me@example.com' } }));
} else if (command === 'group exists') {
  console.log(world.groups.includes(option('--name')));
} else if (command === 'acr repository show') {
  console.log('sha256:' + 'b'.repeat(64));
} else if (['ad signed-in-user show', 'keyvault show'].includes(command)) {
  console.log('an-id');
} else if (['provider register', 'role assignment create', 'acr build', 'group delete', 'consumption budget delete'].includes(command)) {
  world.log.push([command, option('--name') ?? option('--budget-name') ?? ''].join(' ').trim());
  world.groups = world.groups.filter((group) => command !== 'group delete' || group !== option('--name'));
  save();
} else { console.error('no stand-in for az ' + command); process.exit(99); }
`;

// Plans what world.changes says; what it prints, as the real one does, has values in it.
const terraform = `#!/usr/bin/env node
const fs = require('fs');
const world = JSON.parse(fs.readFileSync(process.env.WORLD, 'utf8'));
const all = process.argv.slice(2);
const folder = all[0].startsWith('-chdir=') ? all.shift().slice(7) : '.';
const [command, ...args] = all;
world.log.push([command, ...args].join(' '));
if (command === 'init') world.state = args.join(' ').match(/path=(\\S+)/)?.[1];
// An apply of a developer's own dev: groups, outputs and a state with a budget come to be.
if (command === 'apply' && world.state) {
  world.groups = ['rg-finrisk-dev-san', 'rg-finrisk-dev-san-shared'];
  world.outputs = {
    registry_name: { value: 'cr' }, vault_name: { value: 'kv' }, host_name: { value: 'finrisk.example' },
    durable_backend: { value: 'storage' },
    apps: { value: args.includes('image_digest=none') ? {} : { primary: { resource_group: 'rg-1', name: 'ca-1', door: 'finrisk.example' } } },
  };
  const resources = [{ type: 'azurerm_consumption_budget_subscription', instances: [{ attributes: { name: 'budget-dev' } }] }];
  fs.writeFileSync(folder + '/' + world.state, JSON.stringify({ resources }));
}
fs.writeFileSync(process.env.WORLD, JSON.stringify(world));
if (command === 'plan') {
  console.log('+ value = "' + world.value + '"');
  fs.writeFileSync(args[args.indexOf('-out') + 1], 'plan of ' + world.value);
  if (args.includes('-detailed-exitcode') && world.changes.length > 0) process.exit(2);
} else if (command === 'show' && args[0] === '-json') {
  console.log(JSON.stringify({ resource_changes: world.changes }));
} else if (command === 'show') {
  console.log('+ value = "' + world.value + '"');
} else if (command === 'output') {
  console.log(JSON.stringify(world.outputs ?? { apps: { value: {} } }));
}
`;

const curl = `#!/usr/bin/env node
const fs = require('fs');
const world = JSON.parse(fs.readFileSync(process.env.WORLD, 'utf8'));
const args = process.argv.slice(2);
const url = args.find((word) => word.startsWith('https://'));
const header = args.find((word) => word.startsWith('@'));
const { host, pathname: route } = new URL(url);
const authorised = header && fs.readFileSync(header.slice(1), 'utf8').includes('x-functions-key: ' + (world.anyKey ? '' : world.key));
const [status, body] = route === '/validate' && !authorised ? [401, {}] : (world.doors?.[host] ?? world.answers)[route];
const output = args[args.indexOf('--output') + 1];
if (output !== '/dev/null') fs.writeFileSync(output, JSON.stringify(body));
process.stdout.write(String(status));
`;

export const digest = (letter) => `sha256:${letter.repeat(64)}`;

/** A world in which both regions run digest a and everything is well. */
export const healthy = () => ({
  key: 'caller', broken: [], log: [], groups: [], blobs: {}, secrets: {}, value: 'only-for-approvers',
  changes: [{ address: 'module.finrisk.thing.this', change: { actions: ['update'], before: { size: 'only-for-approvers' }, after: { size: 2 } } }],
  apps: Object.fromEntries(['ca-1', 'ca-2'].map((name) => [name, { kind: 'functionapp', image: `cr.azurecr.io/finrisk@${digest('a')}`, revision: 1, ready: 1 }])),
  answers: {
    '/health': [200, {}],
    '/health/ready': [200, { status: 'ok', checks: { circuit: 'closed' } }],
    '/validate': [200, { riskScore: 72, riskLevel: 'MEDIUM', degradedMode: false }],
  },
});

/** Runs a script of the pipeline in that world. */
export function play(root, script, args, world, environment = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'finrisk-play-'));
  try {
    for (const [name, text] of Object.entries({ az, curl, terraform, sleep: '#!/bin/sh\n' })) fs.writeFileSync(path.join(folder, name), text, { mode: 0o755 });
    const files = { world: path.join(folder, 'world.json'), outputs: path.join(folder, 'outputs.json'), previous: path.join(folder, 'previous.json') };
    fs.writeFileSync(files.world, JSON.stringify(world));
    if (world.previous) fs.writeFileSync(files.previous, JSON.stringify(world.previous));
    fs.writeFileSync(files.outputs, JSON.stringify({
      registry_name: { value: 'cr' }, host_name: { value: 'finrisk.example' }, durable_backend: { value: 'storage' },
      apps: {
        value: {
          secondary: { resource_group: 'rg-2', name: 'ca-2', door: 'secondary.example' },
          primary: { resource_group: 'rg-1', name: 'ca-1', door: 'primary.example' },
        },
      },
    }));
    // A copy, with the lock file that every environment has once somebody could reach the provider registry.
    const scripts = path.join(folder, '.azure-pipelines/scripts');
    fs.cpSync(path.join(root, '.azure-pipelines/scripts'), scripts, { recursive: true });
    const dev = path.join(folder, 'infra/environments/dev');
    fs.mkdirSync(dev, { recursive: true });
    for (const part of ['scripts', 'dev-up', 'dev-down']) fs.cpSync(path.join(root, 'infra', part), path.join(folder, 'infra', part), { recursive: true });
    if (world.state) fs.writeFileSync(path.join(dev, world.state), world.stateText);
    if (world.locked !== false) fs.writeFileSync(path.join(dev, '.terraform.lock.hcl'), '');
    const result = spawnSync('bash', [path.join(scripts, script), ...args.map((arg) => files[arg] ?? arg)], {
      encoding: 'utf8', timeout: 60_000,
      env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder, WORLD: files.world, IMAGE_REPOSITORY: 'finrisk', ...environment },
    });
    const after = JSON.parse(fs.readFileSync(files.world, 'utf8'));
    const state = after.state && path.join(dev, after.state);
    return {
      status: result.status,
      said: `${result.stdout}${result.stderr}`,
      world: { ...after, stateText: state && fs.existsSync(state) ? fs.readFileSync(state, 'utf8') : undefined },
      left: fs.readdirSync(dev).filter((file) => file !== '.terraform.lock.hcl'),
      previous: fs.existsSync(files.previous) ? JSON.parse(fs.readFileSync(files.previous, 'utf8')) : null,
    };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
