// Every var., local., module., each., and resource reference points at something that exists, and every module call
// gives exactly the variables that the module declares.
import path from 'node:path';
import { load, strings, traversals, ast } from '../lib/terraform.mjs';
import { exportsAttribute } from '../lib/provider-schema.mjs';
import { lookUp } from './schema.mjs';

export const name = 'references';
export const promise = 'every reference resolves, and every module call fits the module';

const callMeta = new Set(['source', 'count', 'for_each', 'depends_on', 'providers', 'version']);

export async function run(root) {
  const problems = [];
  const { modules } = await load(root);
  const byFolder = new Map(modules.map((module) => [module.folder, module]));

  for (const module of modules) {
    const used = { var: new Set(), local: new Set() };
    const fields = await objectFields(module);
    const targetOf = (call) => byFolder.get(path.resolve(module.folder, call.body.source));

    for (const [label, call] of module.calls) {
      const at = `${call.where}: module.${label}`;
      const target = targetOf(call);
      if (!target) { problems.push(`${at}: there is no module at ${call.body.source}`); continue; }
      for (const name of Object.keys(call.body)) {
        if (!callMeta.has(name) && !target.variables.has(name)) problems.push(`${at}: ${target.name} declares no variable ${name}`);
      }
      for (const [name, variable] of target.variables) {
        if (!('default' in variable) && !(name in call.body)) problems.push(`${at}: required variable ${name} of ${target.name} is not given`);
      }
    }

    const places = [
      ...module.resources.map((resource) => ({ where: resource.where, value: resource.body, self: resource })),
      ...[...module.calls.values()].map((call) => ({ where: call.where, value: call.body })),
      ...[...module.locals.values()].map((local) => ({ where: local.where, value: local.value })),
      ...[...module.outputs.values()].map((output) => ({ where: output.where, value: output })),
      ...[...module.variables.values()].map(({ type, ...rest }) => ({ where: rest.where, value: { ...rest, where: undefined } })),
      ...Object.values(module.providers).map((value) => ({ where: module.name, value })),
    ];
    for (const { where, value, self } of places) {
      const iterators = new Set(Object.keys(self?.body.dynamic ?? {}));
      collectIterators(value, iterators);
      for (const { text, trail } of strings(value)) {
        // Names in ignore_changes are the resource's own arguments.
        if (trail.includes('ignore_changes')) continue;
        const tree = await ast(text).catch((error) => { problems.push(`${where}: cannot read ${text.slice(0, 60)}: ${error.message.split('\n')[0]}`); return null; });
        if (!tree) continue;
        for (const segments of traversals(tree)) {
          const fault = resolve(segments, { module, targetOf, self, iterators, used, fields });
          if (fault) problems.push(`${where}: ${fault}`);
        }
      }
    }
    for (const [name, declared] of module.variables) if (!used.var.has(name)) problems.push(`${declared.where}: variable ${name} is never used`);
    for (const [name, declared] of module.locals) if (!used.local.has(name)) problems.push(`${declared.where}: local ${name} is never used`);
  }
  return [...new Set(problems)];
}

/** The fields of the variables that are one object. */
async function objectFields(module) {
  const found = new Map();
  for (const [label, { type }] of module.variables) {
    if (!/^\$\{object\(/.test(type ?? '')) continue;
    const call = await ast(type);
    found.set(label, new Set(Object.keys(call.children[0].meta.items)));
  }
  return found;
}

function collectIterators(value, found) {
  if (!value || typeof value !== 'object') return;
  for (const [label, blocks] of Object.entries(value.dynamic ?? {})) {
    found.add(label);
    for (const block of Array.isArray(blocks) ? blocks : []) if (block.iterator) found.add(block.iterator.replace(/[${}]/g, ''));
  }
  for (const item of Object.values(value)) collectIterators(item, found);
}

function resolve(segments, { module, targetOf, self, iterators, used, fields }) {
  const [first, second] = segments;
  const plain = segments.filter((segment) => !segment.startsWith('['));
  const written = segments.join('.').replace(/\.\[/g, '[');
  switch (first) {
    case 'var':
      used.var.add(second);
      if (!module.variables.has(second)) return `${written}: no such variable`;
      return !fields.has(second) || !plain[2] || fields.get(second).has(plain[2]) ? null : `${written}: variable ${second} has no field ${plain[2]}`;
    case 'local':
      used.local.add(second);
      return module.locals.has(second) ? null : `${written}: no such local`;
    case 'module': {
      const call = module.calls.get(second);
      if (!call) return `${written}: no such module call`;
      const target = targetOf(call);
      return !target || plain.length < 3 || target.outputs.has(plain[2]) ? null : `${written}: ${target.name} has no output ${plain[2]}`;
    }
    case 'each':
      return (self?.body.for_each !== undefined || !self) && ['key', 'value'].includes(second) ? null : `${written}: there is no for_each`;
    case 'count':
      return second === 'index' ? null : `${written}: unknown`;
    case 'self':
      return null;
    case 'path':
      return ['module', 'root', 'cwd'].includes(second) ? null : `${written}: unknown`;
    case 'data':
      return exists(module, 'data', plain.slice(1), written);
    default:
      if (iterators.has(first)) return ['key', 'value'].includes(second) ? null : `${written}: an iterator has key and value`;
      if (/^[a-z]+_[a-z0-9_]+$/.test(first)) return exists(module, 'resource', plain, written);
      return `${written}: unknown name`;
  }
}

function exists(module, kind, [type, label, attribute], written) {
  const found = module.resources.find((resource) => resource.kind === kind && resource.type === type && resource.name === label);
  if (!found) return `${written}: no such resource`;
  if (!attribute) return null;
  const schema = lookUp(kind, type);
  if (!schema) return null;
  if (type === 'azapi_resource') return ['id', 'name', 'output', 'location', 'identity', 'type', 'parent_id'].includes(attribute) ? null : `${written}: azapi_resource exports no ${attribute}`;
  return !schema.exported || exportsAttribute(schema, attribute) ? null : `${written}: ${type} exports no ${attribute}`;
}
