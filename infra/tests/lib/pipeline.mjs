// Expands an Azure Pipelines file the way the service does before it runs: templates filled in, `${{ if }}` decided,
// parameters replaced. What is left is the stages, jobs and steps that a run would have.
import path from 'node:path';
import { parse } from 'yaml';
import { read } from './report.mjs';

const folder = '.azure-pipelines';

const relative = (template, file) => path.posix.normalize(path.posix.join(path.posix.dirname(file), template));

/** The pipeline of an entry file with the given values of its parameters; the rest have their defaults. */
export function expandPipeline(root, entry, given = {}) {
  const texts = new Map();
  const document = (file) => { if (!texts.has(file)) texts.set(file, parse(read(root, file))); return texts.get(file); };

  const open = (file, values) => {
    const tree = document(file);
    const parameters = Object.fromEntries((Array.isArray(tree.parameters) ? tree.parameters : []).map(({ name, default: value }) => [name, value]));
    Object.assign(parameters, values);
    const { parameters: _, extends: base, ...rest } = tree;
    const scope = { parameters, file, bound: {} };
    return { ...(base ? open(relative(base.template, file), fill(base.parameters ?? {}, scope)) : {}), ...fill(rest, scope) };
  };

  const fill = (node, scope) => {
    if (Array.isArray(node)) return node.flatMap((item) => entries(item, scope));
    if (node && typeof node === 'object') {
      const result = {};
      let decided = false;
      for (const [key, value] of Object.entries(node)) {
        const [taken, applies] = condition(key, scope, decided);
        if (taken === null) { result[text(key, scope)] = fill(value, scope); decided = false; continue; }
        decided = taken;
        if (applies) Object.assign(result, fill(value, scope));
      }
      return result;
    }
    return typeof node === 'string' ? text(node, scope) : node;
  };

  // An element of a list: a template brings its own list, and a condition decides about one.
  const entries = (item, scope) => {
    if (!item || typeof item !== 'object' || Array.isArray(item)) return [fill(item, scope)];
    if (typeof item.template === 'string') {
      const target = relative(item.template, scope.file);
      const inner = open(target, fill(item.parameters ?? {}, scope));
      const list = inner.stages ?? inner.jobs ?? inner.steps ?? (inner.variables ? Object.entries(inner.variables).map(([name, value]) => ({ name, value })) : null);
      if (!Array.isArray(list)) throw new Error(`${target}: neither stages, jobs, steps nor variables`);
      return list;
    }
    const [key] = Object.keys(item);
    const each = /^\$\{\{\s*each (\w+) in (.*)\}\}$/.exec(key);
    if (each) return compute(each[2].trim(), scope).flatMap((value) => fill(item[key], { ...scope, bound: { ...scope.bound, [each[1]]: value } }));
    const [taken, applies] = Object.keys(item).length === 1 ? condition(key, scope, scope.decided) : [null];
    if (taken === null) { scope.decided = false; return [fill(item, scope)]; }
    scope.decided = taken;
    return applies ? [fill(item[key], scope)].flat() : [];
  };

  return open(`${folder}/${entry}`, given);
}

/** [whether a chain of if, elseif and else is decided, whether this branch applies]; null for no condition at all. */
function condition(key, scope, decided) {
  const match = /^\$\{\{\s*(if|elseif|else)\b(.*)\}\}$/.exec(key);
  if (!match) return [null, false];
  const [, word, expression] = match;
  if (word !== 'if' && decided) return [true, false];
  const applies = word === 'else' ? true : truth(compute(expression.trim(), scope));
  return [applies || (word !== 'if' && decided), applies];
}

function text(value, scope) {
  const whole = /^\$\{\{((?:(?!\}\}).)*)\}\}$/.exec(value);
  if (whole) return compute(whole[1].trim(), scope);
  return value.replace(/\$\{\{(.*?)\}\}/g, (_, expression) => String(compute(expression.trim(), scope)));
}

const truth = (value) => value === true || (typeof value === 'string' ? value.toLowerCase() === 'true' : Boolean(value));
const same = (left, right) => String(left).toLowerCase() === String(right).toLowerCase();
const functions = {
  eq: same, ne: (left, right) => !same(left, right), not: (value) => !truth(value),
  and: (...values) => values.every(truth), or: (...values) => values.some(truth),
  lower: (value) => String(value).toLowerCase(), upper: (value) => String(value).toUpperCase(),
  in: (value, ...others) => others.some((other) => same(value, other)), notIn: (value, ...others) => !others.some((other) => same(value, other)),
  startsWith: (value, start) => String(value).toLowerCase().startsWith(String(start).toLowerCase()),
  endsWith: (value, end) => String(value).toLowerCase().endsWith(String(end).toLowerCase()),
  contains: (value, part) => String(value).toLowerCase().includes(String(part).toLowerCase()),
  format: (pattern, ...values) => String(pattern).replace(/\{(\d+)\}/g, (_, index) => values[index]),
  coalesce: (...values) => values.find((value) => value !== null && value !== undefined && value !== ''),
  join: (separator, values) => values.join(separator),
};

/** A template expression: literals, parameters, variables (which only a run knows) and functions. */
function compute(expression, scope) {
  const tokens = expression.match(/'(?:[^']|'')*'|[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?|[(),]/g) ?? [];
  let index = 0;
  const read = () => {
    const token = tokens[index++];
    if (token === undefined) throw new Error(`cannot read ${expression}`);
    if (token.startsWith("'")) return token.slice(1, -1).replace(/''/g, "'");
    if (/^-?\d/.test(token)) return Number(token);
    if (tokens[index] === '(') {
      if (!functions[token]) throw new Error(`cannot evaluate ${token}() in ${expression}`);
      index++;
      const values = [];
      while (tokens[index] !== ')') { values.push(read()); if (tokens[index] === ',') index++; }
      index++;
      return functions[token](...values);
    }
    if (token === 'true' || token === 'false') return token === 'true';
    const [first, ...rest] = token.split('.');
    if (first === 'parameters') return rest.reduce((value, name) => value?.[name], scope.parameters);
    if (first in scope.bound) return rest.reduce((value, name) => value?.[name], scope.bound[first]);
    if (first === 'variables') return `$(${rest.join('.')})`;
    throw new Error(`cannot evaluate ${token} in ${expression}`);
  };
  return read();
}

/** Every mapping of an expanded tree with the stage and job that it stands in. */
export function* walk(node, place = {}) {
  if (Array.isArray(node)) for (const item of node) yield* walk(item, place);
  else if (node && typeof node === 'object') {
    const here = { stage: node.stage ?? place.stage, job: node.job ?? node.deployment ?? place.job, environment: node.environment ?? place.environment };
    yield { node, ...here };
    for (const value of Object.values(node)) yield* walk(value, here);
  }
}
