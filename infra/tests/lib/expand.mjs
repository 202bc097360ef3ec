// Expands a root module the way `terraform plan` does: module calls, count, for_each, dynamic blocks, locals and outputs,
// for given variables. What comes out is every resource instance with its evaluated arguments.
import path from 'node:path';
import { ast, load, strings } from './terraform.mjs';
import { convert, evaluate, EvaluationError, Instance, show, Unknown, unknowns } from './evaluate.mjs';

const trees = new Map();

/** Parses every expression of the modules once, so that evaluation itself need not wait. */
export async function prepare(modules) {
  for (const module of modules) {
    const values = [
      ...module.resources.map(({ body }) => body), ...[...module.calls.values()].map(({ body }) => body), ...[...module.locals.values()].map(({ value }) => value),
      ...module.outputs.values(), ...module.variables.values(), ...Object.values(module.providers),
    ];
    for (const { text } of strings(values)) if (!trees.has(text)) trees.set(text, await ast(text));
  }
}

/** The value of what hcl2json made of an argument: literals as they are, templates and expressions evaluated. */
export function value(json, lookup) {
  if (typeof json === 'string') {
    if (!/[$%]\{/.test(json)) return json;
    const tree = trees.get(json);
    if (!tree) throw new Error(`not prepared: ${json}`);
    return evaluate(tree, lookup);
  }
  if (Array.isArray(json)) return json.map((item) => value(item, lookup));
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [show(value(key, lookup)), value(item, lookup)]));
}

const meta = new Set(['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection', 'source', 'providers', 'version', 'dynamic']);

class Module {
  #memo = new Map();

  /** @param states what `terraform_remote_state` reads, by the label of its data source: the module whose outputs those are */
  constructor(source, address, given, all, states = {}) {
    Object.assign(this, { source, address, given, all, states });
  }

  #once(key, make) {
    if (!this.#memo.has(key)) {
      this.#memo.set(key, () => { throw new EvaluationError(`${this.address} ${key} depends on itself`); });
      const result = make();
      this.#memo.set(key, () => result);
    }
    return this.#memo.get(key)();
  }

  prefix(rest) { return this.address ? `${this.address}.${rest}` : rest; }

  variable(name) {
    return this.#once(`var.${name}`, () => {
      const declared = this.#declared('variables', name);
      const raw = this.given && name in this.given ? this.given[name] : 'default' in declared ? value(declared.default, () => null) : new Unknown(`var.${name}`);
      try { return convert(trees.get(declared.type), raw); } catch (error) { throw new EvaluationError(`${this.source.name}: var.${name}: ${error.message}`); }
    });
  }

  #declared(kind, name) {
    const found = this.source[kind].get(name);
    if (!found) throw new EvaluationError(`${this.source.name}: ${kind} have no ${name}`);
    return found;
  }

  local(name) { return this.#once(`local.${name}`, () => value(this.#declared('locals', name).value, this.lookup())); }
  output(name) { return this.#once(`output.${name}`, () => value(this.#declared('outputs', name).value, this.lookup())); }

  /** What a name at the start of a reference stands for here. */
  lookup(each, count) {
    const self = this;
    const lazily = (read) => new Proxy({}, { get: (_, name) => (typeof name === 'string' ? read(name) : undefined), has: () => true });
    return (name) => {
      switch (name) {
        case 'var': return lazily((key) => self.variable(key));
        case 'local': return lazily((key) => self.local(key));
        case 'module': return lazily((key) => self.calls(key));
        case 'each': return each ?? new Unknown('each');
        case 'count': return count ?? new Unknown('count');
        case 'path': return { module: self.source.name, root: 'root', cwd: '.' };
        case 'data': return lazily((type) => lazily((label) => (type === 'terraform_remote_state' && self.states[label]
          ? { outputs: lazily((output) => self.states[label].output(output)) } : self.reference('data', type, label))));
        case 'terraform': return new Unknown('terraform');
        default: return lazily((label) => self.reference('resource', name, label));
      }
    };
  }

  /** Keys of count or for_each; [undefined] without either. */
  keys(body) {
    if (body.count !== undefined) {
      const count = value(body.count, this.lookup());
      return count instanceof Unknown ? [0] : Array.from({ length: Number(count) }, (_, index) => index);
    }
    if (body.for_each === undefined) return [undefined];
    const over = value(body.for_each, this.lookup());
    if (over instanceof Unknown) return ['*'];
    return Array.isArray(over) ? over.map(show) : Object.keys(over).sort();
  }

  scope(body, key) {
    if (body.count !== undefined) return this.lookup(undefined, { index: key });
    if (body.for_each === undefined) return this.lookup();
    const over = value(body.for_each, this.lookup());
    return this.lookup({ key, value: over instanceof Unknown ? over.get(key) : Array.isArray(over) ? key : over[key] });
  }

  #gather(body, make) {
    const keys = this.keys(body);
    if (body.count !== undefined) return keys.map(make);
    if (body.for_each !== undefined) return Object.fromEntries(keys.map((key) => [key, make(key)]));
    return make(undefined);
  }

  calls(name) {
    return this.#once(`module.${name}`, () => {
      const { body } = this.#declared('calls', name);
      return this.#gather(body, (key) => {
        const child = this.child(name, key);
        return new Proxy({}, { get: (_, output) => (typeof output === 'string' ? child.output(output) : undefined), has: () => true });
      });
    });
  }

  child(name, key) {
    return this.#once(`call.${name}.${key}`, () => {
      const { body } = this.#declared('calls', name);
      const target = this.all.find(({ folder }) => folder === path.resolve(this.source.folder, body.source));
      if (!target) throw new EvaluationError(`${this.source.name}: no module at ${body.source}`);
      const scope = this.scope(body, key);
      const given = new Proxy({}, { has: (_, argument) => argument in body && !meta.has(argument), get: (_, argument) => value(body[argument], scope) });
      return new Module(target, this.prefix(`module.${name}${index(key)}`), given, this.all, this.states);
    });
  }

  reference(kind, type, label) {
    return this.#once(`${kind}.${type}.${label}`, () => {
      const resource = this.source.resources.find((item) => item.kind === kind && item.type === type && item.name === label);
      if (!resource) throw new EvaluationError(`${this.source.name}: no ${type}.${label}`);
      return this.#gather(resource.body, (key) => {
        const scope = this.scope(resource.body, key);
        // A block, and what azapi exports, is not what the expression would see.
        return new Instance(this.prefix(`${kind === 'data' ? 'data.' : ''}${type}.${label}${index(key)}`), (name) => {
          const written = resource.body[name];
          return written === undefined || meta.has(name) || (Array.isArray(written) && written.some((item) => item && typeof item === 'object')) ? undefined : value(written, scope);
        });
      });
    });
  }

  *instances() {
    for (const resource of this.source.resources) {
      for (const key of this.keys(resource.body)) {
        const scope = this.scope(resource.body, key);
        yield {
          address: this.prefix(`${resource.kind === 'data' ? 'data.' : ''}${resource.type}.${resource.name}${index(key)}`),
          kind: resource.kind, type: resource.type, name: resource.name, key, where: resource.where, source: resource, values: block(resource.body, scope, true),
        };
      }
    }
    for (const [name, { body }] of this.source.calls) for (const key of this.keys(body)) yield* this.child(name, key).instances();
  }

  /** Validation blocks that a given value does not pass, here and in every module below. */
  *refusals() {
    for (const [name, { validation = [], where }] of this.source.variables) {
      for (const rule of validation) {
        const passed = value(rule.condition, this.lookup());
        if (passed !== true && unknowns(passed).length === 0) yield { where, module: this.address, variable: name, message: rule.error_message, rule };
      }
    }
    for (const [name, { body }] of this.source.calls) for (const key of this.keys(body)) yield* this.child(name, key).refusals();
  }
}

const index = (key) => (key === undefined ? '' : typeof key === 'number' ? `[${key}]` : `["${key}"]`);

/** The arguments and blocks of a body, dynamic blocks unrolled; each block is a list of its occurrences. */
function block(body, scope, top) {
  const result = {};
  for (const [name, json] of Object.entries(body)) {
    if (top ? meta.has(name) : name === 'dynamic') continue;
    result[name] = Array.isArray(json) && json.length > 0 && json.every((item) => item && typeof item === 'object' && !Array.isArray(item))
      ? json.map((item) => block(item, scope, false)) : value(json, scope);
  }
  for (const [name, blocks] of Object.entries(body.dynamic ?? {})) {
    for (const { for_each: each, iterator, content = [] } of blocks) {
      const over = value(each, scope);
      const label = iterator ? iterator.replace(/[${}]/g, '') : name;
      const entries = over instanceof Unknown ? [['*', over]] : Array.isArray(over) ? over.map((item) => [item, item]) : Object.entries(over ?? {});
      for (const [key, item] of entries) {
        const inner = (first) => (first === label ? { key, value: item } : scope(first));
        (result[name] ??= []).push(...content.map((part) => block(part, inner, false)));
      }
    }
  }
  return result;
}

/** A root module with its variables: an object with instances(), refusals(), variable(), output(). */
export async function expand(root, folder, variables) {
  const { modules } = await load(root);
  await prepare(modules);
  const source = modules.find(({ name }) => name === folder);
  if (!source) throw new Error(`there is no module ${folder}`);
  return new Module(source, '', variables, modules);
}

export { Module };
