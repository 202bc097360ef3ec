// Evaluates HCL expressions. What only Azure can know (an id, an address) is an Unknown that remembers where it comes from,
// so that a rule can ask what a scope or a target is. A function that is not in the table is an error and not a guess.
import crypto from 'node:crypto';

export class Unknown {
  /** @param text how it would read with its source in place of its value @param refs addresses of resources behind it */
  constructor(text, refs = []) { this.text = text; this.refs = refs; }
  get(name) { return new Unknown(`${this.text}.${name}`, this.refs); }
}

/** A resource instance as an expression sees it: what is written is known, the rest is Azure's. */
export class Instance {
  constructor(address, written) { this.address = address; this.written = written; }
  get(name) {
    const value = this.written(name);
    return value === undefined ? new Unknown(`${this.address}.${name}`, [this.address]) : value;
  }
}

export class EvaluationError extends Error {}
const fail = (message) => { throw new EvaluationError(message); };

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Unknown) && !(value instanceof Instance);

/** The Unknowns anywhere in a value. */
export function unknowns(value) {
  if (value instanceof Unknown) return [value];
  if (value instanceof Instance) return [new Unknown(value.address, [value.address])];
  if (Array.isArray(value)) return value.flatMap(unknowns);
  return isObject(value) ? Object.values(value).flatMap(unknowns) : [];
}

const unknownOf = (text, ...values) => new Unknown(text, [...new Set(values.flatMap(unknowns).flatMap(({ refs }) => refs))]);

/** How a value reads inside a string. */
export function show(value) {
  if (value instanceof Unknown) return `\${${value.text}}`;
  if (value instanceof Instance) return `\${${value.address}}`;
  if (value === null) return 'null';
  return typeof value === 'object' ? JSON.stringify(value, (_, item) => (item instanceof Unknown || item instanceof Instance ? show(item) : item)) : String(value);
}

// ---------------------------------------------------------------------------------------------------------- expressions

/** The value of a syntax tree. `lookup(name)` gives the value of the first segment of a reference. */
export function evaluate(node, lookup) {
  const at = (child) => evaluate(child, lookup);
  switch (node.type) {
    case '': case 'parentheses': case 'templateWrap':
      return at(node.children[0]);
    case 'literalValue':
      if (node.meta.type === 'number') return Number(node.meta.value);
      if (node.meta.type === 'bool') return node.meta.value === 'true';
      return node.meta.type === 'string' ? unescape(node.meta.value) : null;
    case 'template':
      return template(node.children.map(at));
    case 'scopeTraversal': {
      const [first, ...rest] = node.meta.traversal;
      return rest.reduce(step, lookup(first.segment));
    }
    case 'relativeTraversal':
      return node.meta.traversal.reduce(step, at(node.children[0]));
    case 'index':
      return pick(at(node.children[0]), at(node.children[1]));
    case 'splat': {
      const source = at(node.children[0]);
      if (source instanceof Unknown) return unknownOf(`${source.text}[*]`, source);
      const each = node.children[1].type === 'relativeTraversal' ? node.children[1].meta.traversal : [];
      const items = source === null ? [] : Array.isArray(source) ? source : [source];
      return items.map((item) => each.reduce(step, item));
    }
    case 'conditional': {
      const [condition, yes, no] = node.children;
      const chosen = at(condition);
      return chosen instanceof Unknown ? unknownOf(node.meta.value, chosen, at(yes), at(no)) : at(chosen ? yes : no);
    }
    case 'unaryOp': {
      const value = at(node.children[0]);
      if (value instanceof Unknown) return unknownOf(node.meta.value, value);
      return node.meta.operator === 'negate' ? -value : !boolean(value);
    }
    case 'binaryOp':
      return binary(node, at);
    case 'tuple':
      return node.children.map(at);
    case 'object': {
      const result = {};
      for (let index = 0; index < node.children.length; index += 2) {
        const key = node.children[index];
        result[key.children.length > 0 ? show(at(key)) : nameOf(key, node)] = at(node.children[index + 1]);
      }
      return result;
    }
    case 'for':
      return loop(node, lookup);
    case 'function':
      return call(node, lookup);
    default:
      return fail(`cannot evaluate ${node.type}`);
  }
}

/** The parser hands out the keys of an object sorted and its items in order, so a bare key is read where it stands. */
const nameOf = ({ range: { start, end } }, { meta, range }) => Buffer.from(meta.value).subarray(start.byte - range.start.byte, end.byte - range.start.byte).toString();

const unescape = (text) => text.replace(/\\(n|t|r|"|\\|u[0-9a-fA-F]{4})/g, (_, code) => ({ n: '\n', t: '\t', r: '\r' }[code] ?? (code.length > 1 ? String.fromCharCode(parseInt(code.slice(1), 16)) : code)))
  .replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{');

function template(pieces) {
  for (const piece of pieces) if (piece === null || Array.isArray(piece) || isObject(piece)) fail('a template takes no null, list or object');
  const text = pieces.map(show).join('');
  return pieces.some((piece) => piece instanceof Unknown) ? unknownOf(text, pieces) : text;
}

function step(value, { type, segment }) {
  return pick(value, type === 'indexTraversal' ? JSON.parse(segment) : segment);
}

function pick(value, key) {
  if (value instanceof Unknown || value instanceof Instance) return value.get(show(key));
  if (key instanceof Unknown) return unknownOf(`${show(value)}[${key.text}]`, value, key);
  if (value === null || value === undefined) return fail(`null has no ${show(key)}`);
  const found = value[key];
  return found === undefined ? fail(`there is no element ${show(key)}`) : found;
}

const boolean = (value) => (typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : fail(`${show(value)} is neither true nor false`));
const number = (value) => (value !== null && value !== '' && !Number.isNaN(Number(value)) ? Number(value) : fail(`${show(value)} is no number`));

function equal(left, right) {
  if (left === null || right === null) return (left ?? null) === (right ?? null);
  if (typeof left === 'object' && typeof right === 'object') {
    const [keys, others] = [Object.keys(left), Object.keys(right)];
    return Array.isArray(left) === Array.isArray(right) && keys.length === others.length && keys.every((key) => key in right && equal(left[key], right[key]));
  }
  return left === right;
}

function binary(node, at) {
  const { operator, value: text } = node.meta;
  const left = at(node.children[0]);
  // Terraform evaluates both sides of a logical operator; only null-safety by a conditional is safe there, so here too.
  const right = at(node.children[1]);
  const dark = unknowns(left).length + unknowns(right).length > 0;
  // What Azure computes is never null.
  if (dark && (left === null || right === null)) return operator === 'notEqual';
  if (dark && (left === false || right === false) && operator === 'logicalAnd') return false;
  if (dark && (left === true || right === true) && operator === 'logicalOr') return true;
  if (dark) return unknownOf(text, left, right);
  switch (operator) {
    case 'logicalAnd': return boolean(left) && boolean(right);
    case 'logicalOr': return boolean(left) || boolean(right);
    case 'equal': return equal(left, right);
    case 'notEqual': return !equal(left, right);
    case 'greaterThan': return number(left) > number(right);
    case 'greaterThanOrEqual': return number(left) >= number(right);
    case 'lessThan': return number(left) < number(right);
    case 'lessThanOrEqual': return number(left) <= number(right);
    case 'add': return number(left) + number(right);
    case 'subtract': return number(left) - number(right);
    case 'multiply': return number(left) * number(right);
    case 'divide': return number(left) / number(right);
    case 'modulo': return number(left) % number(right);
    default: return fail(`cannot evaluate the operator ${operator}`);
  }
}

const sorted = (object) => Object.keys(object).sort((a, b) => (a < b ? -1 : 1));

function loop(node, lookup) {
  const { keyVar, valVar, keyExpression, conditionalExpression, groupedValue } = node.meta;
  const parts = [...node.children];
  const collection = evaluate(parts.shift(), lookup);
  if (collection instanceof Unknown) return unknownOf(node.meta.value, collection);
  if (collection === null) return fail('a for expression takes no null');
  const key = keyExpression ? parts.shift() : null;
  const [body, condition] = parts;
  const entries = Array.isArray(collection) ? collection.map((item, index) => [index, item]) : sorted(collection).map((name) => [name, collection[name]]);
  const list = [];
  const map = {};
  for (const [index, item] of entries) {
    const inner = (name) => (name === valVar ? item : name === keyVar ? index : lookup(name));
    if (conditionalExpression && !boolean(evaluate(condition, inner))) continue;
    const value = evaluate(body, inner);
    if (!key) list.push(value);
    else if (groupedValue) (map[show(evaluate(key, inner))] ??= []).push(value);
    else map[show(evaluate(key, inner))] = value;
  }
  return key ? map : list;
}

// ------------------------------------------------------------------------------------------------------------ functions

const unique = (list) => list.filter((item, index) => list.findIndex((other) => equal(item, other)) === index);
const list = (value) => (Array.isArray(value) ? value : fail('wants a list'));
const object = (value) => (isObject(value) ? value : fail('wants a map'));
const string = (value) => (['string', 'number', 'boolean'].includes(typeof value) ? String(value) : fail('wants a string'));

function network(cidr) {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(string(cidr));
  const octets = match?.slice(1, 5).map(Number) ?? [];
  if (!match || octets.some((octet) => octet > 255) || Number(match[5]) > 32) return fail(`${show(cidr)} is no IPv4 CIDR`);
  const bits = Number(match[5]);
  return { bits, base: Math.floor(octets.reduce((sum, octet) => sum * 256 + octet, 0) / 2 ** (32 - bits)) * 2 ** (32 - bits) };
}
const dotted = (address) => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/** Go's regular expressions as far as these files use them: they read the same in JavaScript. */
const pattern = (text) => { try { return new RegExp(text, 'u'); } catch { return fail(`cannot read the pattern ${text}`); } };

const functions = {
  abs: Math.abs, ceil: Math.ceil, floor: Math.floor,
  max: (...values) => Math.max(...values.map(number)), min: (...values) => Math.min(...values.map(number)),
  alltrue: (values) => list(values).every((value) => boolean(value)), anytrue: (values) => list(values).some((value) => boolean(value)),
  base64encode: (text) => Buffer.from(string(text)).toString('base64'),
  cidrhost: (cidr, host) => { const { bits, base } = network(cidr); return host < 2 ** (32 - bits) ? dotted(base + number(host)) : fail('host lies outside'); },
  cidrsubnet: (cidr, more, index) => {
    const { bits, base } = network(cidr);
    if (bits + more > 32 || index >= 2 ** more) return fail('the network is too small for that subnet');
    return `${dotted(base + index * 2 ** (32 - bits - more))}/${bits + more}`;
  },
  coalesce: (...values) => values.find((value) => value !== null && value !== '') ?? fail('nothing to coalesce'),
  compact: (values) => list(values).filter((value) => value !== null && value !== ''),
  concat: (...lists) => lists.flatMap(list),
  contains: (values, value) => list(values).some((item) => equal(item, value)),
  distinct: (values) => unique(list(values)),
  element: (values, index) => list(values)[index % values.length],
  endswith: (text, end) => string(text).endsWith(end), startswith: (text, start) => string(text).startsWith(start),
  flatten: (values) => list(values).flat(Infinity),
  format: (text, ...values) => { let index = 0; return string(text).replace(/%(?:0(\d))?[sdv]/g, (_, width) => show(values[index++]).padStart(width ?? 0, '0')); },
  formatlist: (text, ...values) => {
    const rounds = Math.max(...values.filter(Array.isArray).map((items) => items.length));
    return Array.from({ length: rounds }, (_, round) => functions.format(text, ...values.map((item) => (Array.isArray(item) ? item[round] : item))));
  },
  join: (separator, values) => list(values).map(string).join(separator),
  jsonencode: (value) => JSON.stringify(value), jsondecode: (text) => JSON.parse(text),
  keys: (value) => sorted(object(value)), values: (value) => sorted(object(value)).map((key) => value[key]),
  length: (value) => (typeof value === 'string' ? [...value].length : isObject(value) ? Object.keys(value).length : list(value).length),
  lookup: (map, key, otherwise) => object(map)[key] ?? otherwise ?? fail(`no ${key}`),
  lower: (text) => string(text).toLowerCase(), upper: (text) => string(text).toUpperCase(),
  merge: (...maps) => Object.assign({}, ...maps.filter((map) => map !== null).map(object)),
  nonsensitive: (value) => value, sensitive: (value) => value,
  one: (values) => (list(values).length > 1 ? fail('one() takes one element at most') : values[0] ?? null),
  range: (...ends) => { const [from, to, by = 1] = ends.length === 1 ? [0, ends[0]] : ends; const out = []; for (let i = from; i < to; i += by) out.push(i); return out; },
  regex: (expression, text) => {
    const found = pattern(expression).exec(string(text)) ?? fail(`${show(text)} does not match`);
    return found.groups ? { ...found.groups } : found.length > 1 ? found.slice(1).map((group) => group ?? null) : found[0];
  },
  replace: (text, from, to) => (/^\/.*\/$/.test(from) ? string(text).replace(new RegExp(from.slice(1, -1), 'gu'), to) : string(text).replaceAll(from, to)),
  reverse: (values) => [...list(values)].reverse(),
  setproduct: (...sets) => sets.reduce((all, set) => all.flatMap((head) => list(set).map((item) => [...head, item])), [[]]),
  setsubtract: (left, right) => list(left).filter((item) => !list(right).some((other) => equal(item, other))),
  setunion: (...sets) => unique(sets.flatMap(list)),
  sha256: (text) => crypto.createHash('sha256').update(string(text)).digest('hex'),
  slice: (values, from, to) => list(values).slice(from, to),
  sort: (values) => [...list(values)].sort(),
  split: (separator, text) => string(text).split(separator),
  strcontains: (text, part) => string(text).includes(part),
  substr: (text, from, count) => string(text).substr(from, count),
  sum: (values) => list(values).reduce((total, value) => total + number(value), 0),
  title: (text) => string(text).replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  tobool: boolean, tonumber: (value) => (value === null ? null : number(value)), tostring: (value) => (value === null ? null : string(value)),
  tolist: (value) => [...list(value)], toset: (value) => unique(list(value)), tomap: (value) => object(value),
  trim: (text, cut) => { let out = string(text); while (out && cut.includes(out[0])) out = out.slice(1); while (out && cut.includes(out.at(-1))) out = out.slice(0, -1); return out; },
  trimprefix: (text, start) => (string(text).startsWith(start) ? text.slice(start.length) : text),
  trimspace: (text) => string(text).trim(),
  trimsuffix: (text, end) => (string(text).endsWith(end) ? text.slice(0, text.length - end.length) : text),
  urlencode: (text) => encodeURIComponent(string(text)),
  uuidv5: (space, text) => `uuid-${crypto.createHash('sha1').update(`${space}${text}`).digest('hex')}`,
  zipmap: (names, items) => Object.fromEntries(list(names).map((name, index) => [name, items[index]])),
  // The rules read neither files nor the clock.
  formatdate: (format) => new Unknown(`formatdate(${format})`), plantimestamp: () => new Unknown('plantimestamp()'), timestamp: () => new Unknown('timestamp()'),
  file: (name) => new Unknown(`file(${name})`), templatefile: (name) => new Unknown(`templatefile(${name})`), filesha256: (name) => new Unknown(`filesha256(${name})`),
};

// With something unknown inside, these still know their shape.
const shaped = new Set(['concat', 'merge', 'keys', 'values', 'length', 'one', 'flatten', 'distinct', 'toset', 'tolist', 'tomap', 'nonsensitive', 'sensitive', 'coalesce', 'compact', 'lookup', 'element', 'slice', 'reverse', 'zipmap']);

function call({ meta, children }, lookup) {
  const { name, expandedFinalArgument } = meta;
  if (name === 'can' || name === 'try') {
    for (const child of children) {
      try {
        const value = evaluate(child, lookup);
        return name === 'try' || value instanceof Unknown ? value : true;
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
      }
    }
    return name === 'can' ? false : fail('no argument of try() has a value');
  }
  if (!Object.hasOwn(functions, name)) return fail(`cannot evaluate the function ${name}`);
  const values = children.map((child) => evaluate(child, lookup));
  if (expandedFinalArgument) {
    const last = values.pop();
    if (last instanceof Unknown) return unknownOf(meta.value, last, values);
    values.push(...list(last));
  }
  if (values.some((value) => value instanceof Unknown) || (!shaped.has(name) && unknowns(values).length > 0)) {
    return shaped.has(name) && ['nonsensitive', 'sensitive', 'coalesce', 'toset', 'tolist', 'tomap'].includes(name) ? values[0]
      : unknownOf(name === 'trimsuffix' || name === 'trimprefix' || name === 'lower' ? values[0].text : `${name}(${values.map(show).join(', ')})`, values);
  }
  return functions[name](...values);
}

// ---------------------------------------------------------------------------------------------------------------- types

/** A value as a variable of that type takes it: converted, with the defaults of optional() filled in. */
export function convert(type, value, lookup = () => fail('a type has no references')) {
  if (value instanceof Unknown || value instanceof Instance || value === null || !type) return value;
  if (type.type === '' || type.type === 'templateWrap') return convert(type.children[0], value, lookup);
  if (type.type === 'scopeTraversal') {
    switch (type.meta.fullAccessor) {
      case 'string': return string(value);
      case 'number': return typeof value === 'boolean' || Array.isArray(value) || isObject(value) ? fail('a number is required') : number(value);
      case 'bool': return boolean(value);
      case 'any': return value;
      default: return fail(`unknown type ${type.meta.fullAccessor}`);
    }
  }
  if (type.type !== 'function') return fail(`cannot read the type ${type.type}`);
  const [inner] = type.children;
  switch (type.meta.name) {
    case 'list': return list(value).map((item) => convert(inner, item, lookup));
    case 'set': return unique(list(value).map((item) => convert(inner, item, lookup)));
    case 'map': return Object.fromEntries(Object.entries(object(value)).map(([key, item]) => [key, convert(inner, item, lookup)]));
    case 'optional': return convert(inner, value, lookup);
    case 'object': {
      const result = {};
      const fields = inner.children;
      for (let index = 0; index < fields.length; index += 2) {
        const name = nameOf(fields[index], inner);
        const field = fields[index + 1];
        const optional = field.type === 'function' && field.meta.name === 'optional';
        const given = object(value)[name];
        if (given === undefined && !optional) return fail(`attribute ${name} is required`);
        result[name] = given !== undefined && given !== null ? convert(field, given, lookup) : optional && field.children[1] ? evaluate(field.children[1], lookup) : null;
      }
      return result;
    }
    default: return fail(`cannot read the type ${type.meta.name}`);
  }
}
