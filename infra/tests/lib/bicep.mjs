// Turns the body of an azapi resource into a Bicep resource, so that Azure's own type definitions check it.
//
// What HCL can only know at run time becomes a Bicep parameter of the type that Terraform knows (a variable's), or
// any(). The shape (property names, nesting, lists, literals) is kept, whatever wraps it: conditionals, `for`,
// concat and merge. An expression that could hide a shape from the check is refused rather than let through.
import { ast } from './terraform.mjs';

export const preamble = [
  'param s string', 'param n int', 'param b bool', 'param xs array', 'param o object',
];

const functionsByResult = {
  s: new Set(['format', 'join', 'jsonencode', 'lower', 'replace', 'substr', 'templatefile', 'trimprefix', 'trimspace', 'trimsuffix', 'upper', 'tostring', 'file']),
  n: new Set(['length', 'max', 'min', 'tonumber', 'ceil', 'floor']),
  b: new Set(['contains', 'can', 'startswith', 'endswith', 'tobool', 'alltrue', 'anytrue']),
};

const quote = (text) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\$\{/g, '\\${').replace(/\n/g, '\\n')}'`;
const key = (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : quote(name));

/** Bicep for a parsed HCL value. `module` gives the types of its variables and the values of its locals. */
export async function toBicep(value, module) {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : `json(${quote(String(value))})`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    const tree = await ast(value);
    return tree ? expression(tree, module) : quote(value);
  }
  if (Array.isArray(value)) return `[\n${(await Promise.all(value.map((item) => toBicep(item, module)))).join('\n')}\n]`;
  const lines = await Promise.all(Object.entries(value).map(async ([name, item]) => `${key(name)}: ${await toBicep(item, module)}`));
  return `{\n${lines.join('\n')}\n}`;
}

async function expression(node, module) {
  const [first] = node.children;
  switch (node.type) {
    case 'templateWrap':
    case 'parentheses':
      return expression(first, module);
    case 'literalValue':
      if (node.meta.type === 'string') return quote(node.meta.value);
      if (node.meta.type === 'number') return toBicep(Number(node.meta.value), module);
      return node.meta.value;
    case 'template': {
      // A plain piece stays, so that a pattern or an allowed value can be checked; a reference is some string.
      const pieces = node.children.map((child) => (child.type === 'literalValue' ? quote(child.meta.value).slice(1, -1) : '${s}'));
      return `'${pieces.join('')}'`;
    }
    case 'scopeTraversal':
      return reference(node.meta.fullAccessor, module);
    case 'relativeTraversal':
    case 'index':
    case 'splat':
      return 'any(s)';
    case 'conditional': {
      const [, yes, no] = node.children;
      return `(b ? ${await expression(yes, module)} : ${await expression(no, module)})`;
    }
    case 'binaryOp':
    case 'unaryOp':
      return node.meta.returnType === 'bool' ? 'b' : 'n';
    case 'tuple':
      return `[\n${(await Promise.all(node.children.map((child) => expression(child, module)))).join('\n')}\n]`;
    case 'object':
      return object(node, module);
    case 'for':
      // One round of the loop stands for all of them.
      if (node.meta.keyExpression) return dictionary(node);
      return `[\n${await parsed(node.meta.valueExpression, module)}\n]`;
    case 'function':
      return call(node, module);
    default:
      throw new Error(`the check cannot look into ${node.type} ${node.meta?.value ?? ''}`);
  }
}

const parsed = async (text, module) => expression(await ast(`\${${text}}`), module);

async function object(node, module) {
  const lines = await Promise.all(Object.entries(node.meta.items).map(async ([name, text]) => {
    if (name.startsWith('(')) throw new Error(`the check cannot know the property ${name}`);
    return `${key(name.replace(/^"|"$/g, ''))}: ${await parsed(text, module)}`;
  }));
  return `{\n${lines.join('\n')}\n}`;
}

function dictionary(node) {
  // Names from data, such as tags: there is no shape to check, unless the values have one.
  if (node.meta.valueExpression.trim().startsWith('{')) throw new Error('the check cannot look into a map of objects');
  return 'any(o)';
}

async function call(node, module) {
  const { name } = node.meta;
  for (const [result, names] of Object.entries(functionsByResult)) if (names.has(name)) return result;
  const spread = async (open, close) => `${open}\n${(await Promise.all(node.children.map(async (child) => `...${await expression(child, module)}`))).join('\n')}\n${close}`;
  if (name === 'concat') return spread('[', ']');
  if (name === 'merge') return spread('{', '}');
  if (name === 'one' || name === 'try' || name === 'coalesce') return 'any(s)';
  throw new Error(`the check does not know what ${name}() returns`);
}

async function reference(accessor, module) {
  const [scope, label, ...rest] = accessor.split(/[.[]/);
  if (scope === 'local' && module.locals.has(label) && rest.length === 0) return toBicep(module.locals.get(label).value, module);
  if (scope === 'var' && rest.length === 0) {
    const type = String(module.variables.get(label)?.type ?? '').replace(/[${}]/g, '').split('(')[0];
    return { string: 's', number: 'n', bool: 'b', list: 'xs', set: 'xs', map: 'any(o)' }[type] ?? 'any(s)';
  }
  return 'any(s)';
}
