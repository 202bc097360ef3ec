// Every azapi resource as a Bicep resource of the same type, compiled against Azure's own type definitions.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { load, literal } from '../lib/terraform.mjs';
import { preamble, toBicep } from '../lib/bicep.mjs';

export const name = 'azapi';
export const promise = 'every azapi type exists and every body compiles against Azure\'s type definitions';

const tools = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '.tools', 'nuget', 'azure.bicep.commandline.linux-x64');
const compiled = new Map();

export async function run(root) {
  const problems = [];
  const lines = [...preamble];
  const owners = [];
  for (const module of (await load(root)).modules) {
    for (const resource of module.resources.filter(({ type }) => type.startsWith('azapi_'))) {
      const at = `${resource.where}: ${resource.type}.${resource.name}`;
      const type = literal(resource.body.type);
      if (!type) { problems.push(`${at}: type must be a literal, so that it can be checked`); continue; }
      const start = lines.length;
      try {
        lines.push(...(await declare(resource, type, module, lines.length)).split('\n'));
      } catch (error) {
        problems.push(`${at}: ${error.message.split('\n')[0]}`);
      }
      owners.push({ at, start: start + 1, end: lines.length });
    }
  }
  for (const { line, code, message } of compile(lines.join('\n'))) {
    const owner = owners.find(({ start, end }) => line >= start && line <= end);
    problems.push(`${owner?.at ?? 'generated Bicep'}: ${code} ${message}`);
  }
  return problems;
}

async function declare(resource, type, module, unique) {
  const { body = {}, name: given, location, tags, identity } = resource.body;
  const [path_, version] = type.split('@');
  const segments = path_.split('/');
  const id = `r${unique}`;
  const text = [];
  const fields = [];
  if (segments.length > 2) {
    text.push(`resource p${id} '${segments.slice(0, -1).join('/')}@${version}' existing = {`, '  name: s', '}');
    fields.push(`parent: p${id}`);
  }
  fields.push(`name: ${await toBicep(given, module)}`);
  // An update changes a few properties of what another resource made, and that one gave the location.
  if (location !== undefined || resource.type === 'azapi_update_resource') fields.push('location: s');
  if (tags !== undefined) fields.push('tags: any(o)');
  if (identity) fields.push(`identity: {\ntype: ${await toBicep(identity[0].type, module)}\nuserAssignedIdentities: any(o)\n}`);
  for (const [key, value] of Object.entries(typeof body === 'string' ? {} : body)) fields.push(`${key}: ${await toBicep(value, module)}`);
  if (typeof body === 'string') throw new Error('body must be a literal object, so that it can be checked');
  return [...text, `resource ${id} '${type}' = {`, ...fields, '}'].join('\n');
}

function compile(source) {
  if (!compiled.has(source)) compiled.set(source, runBicep(source));
  return compiled.get(source);
}

function runBicep(source) {
  if (!fs.existsSync(tools)) throw new Error('Bicep is not installed: start the checks with infra/tests/run');
  const [version] = fs.readdirSync(tools);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'finrisk-bicep-'));
  const file = path.join(folder, 'bodies.bicep');
  fs.writeFileSync(file, source);
  const result = spawnSync(path.join(tools, version, 'tools', 'bicep'), ['build', file, '--outfile', path.join(folder, 'out.json')], {
    encoding: 'utf8',
    // The binary carries no ICU, and a bare machine has none.
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', HOME: folder },
  });
  fs.rmSync(folder, { recursive: true });
  if (result.error) throw result.error;
  const found = [];
  for (const line of `${result.stdout}\n${result.stderr}`.split('\n')) {
    const match = /\((\d+),\d+\) : (Warning|Error) (\S+?): (.*?)(?: If this is a resource type definition inaccuracy.*| \[https.*)?$/.exec(line);
    // Codes with dashes are style rules for hand-written Bicep.
    if (match && match[3].startsWith('BCP')) found.push({ line: Number(match[1]), code: match[3], message: match[4] });
    else if (line.trim() && !match && !/^WARNING|^Build /.test(line)) found.push({ line: 0, code: 'bicep', message: line.trim() });
  }
  return found;
}
