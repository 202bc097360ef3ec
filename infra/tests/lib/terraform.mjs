// Loads the Terraform under infra/: every folder with .tf files is one module, parsed by HashiCorp's own HCL parser.
import fs from 'node:fs';
import path from 'node:path';
import { parse, getExpressionAst } from '@cdktf/hcl2json';

const parsed = new Map();
const asts = new Map();

async function parseFile(file) {
  const text = fs.readFileSync(file, 'utf8');
  if (!parsed.has(text)) parsed.set(text, await parse(file, text).then((tree) => ({ tree }), (error) => ({ error })));
  return { text, ...parsed.get(text) };
}

function folders(root, found = []) {
  for (const entry of fs.readdirSync(root, { withFileTypes: true })) {
    if (entry.isDirectory() && !['node_modules', '.terraform'].includes(entry.name)) folders(path.join(root, entry.name), found);
  }
  if (fs.readdirSync(root).some((name) => name.endsWith('.tf'))) found.push(root);
  return found;
}

/** Loads every module under infra/. Files that do not parse come back as problems. */
export async function load(root) {
  const problems = [];
  const modules = [];
  for (const folder of folders(path.join(root, 'infra')).sort()) {
    const module = {
      folder, name: path.relative(root, folder),
      resources: [], variables: new Map(), locals: new Map(), outputs: new Map(), calls: new Map(), providers: {}, terraform: [], files: [],
    };
    for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.tf') && !file.endsWith('_override.tf')).sort()) {
      const file = path.join(folder, name);
      const { tree, text, error } = await parseFile(file);
      const where = path.relative(root, file);
      module.files.push({ where, text });
      if (error) { problems.push(`${where}: ${String(error.message ?? error).split('\n')[0]}`); continue; }
      for (const kind of ['resource', 'data']) {
        for (const [type, byName] of Object.entries(tree[kind] ?? {})) {
          for (const [label, [body]] of Object.entries(byName)) module.resources.push({ kind, type, name: label, body, where, text });
        }
      }
      for (const [label, [body]] of Object.entries(tree.variable ?? {})) module.variables.set(label, { ...body, where });
      for (const [label, [body]] of Object.entries(tree.output ?? {})) module.outputs.set(label, { ...body, where });
      for (const [label, [body]] of Object.entries(tree.module ?? {})) module.calls.set(label, { body, where });
      for (const block of tree.locals ?? []) {
        for (const [label, value] of Object.entries(block)) module.locals.set(label, { value, where });
      }
      for (const block of tree.terraform ?? []) module.terraform.push({ ...block, where });
      Object.assign(module.providers, tree.provider ?? {});
    }
    modules.push(module);
  }
  return { modules, problems };
}

/** The syntax tree of a string as hcl2json gives it: a template, or an expression in `${}`. Null for plain text. */
export async function ast(text) {
  if (!/[$%]\{/.test(text)) return null;
  if (!asts.has(text)) asts.set(text, await tree(text));
  return asts.get(text);
}

async function tree(text) {
  // The parser wants an expression: a whole `${…}` without its wrapping, anything else as a quoted template.
  const whole = unwrap(text);
  if (whole !== null) return getExpressionAst('expression.tf', whole);
  return getExpressionAst('expression.tf', `"${text.replace(/\n/g, '\\n').replace(/(?<!\\)"(?=[^{}]*(?:\$\{|$))/g, '\\"')}"`);
}

/** The expression of a string that is nothing but one `${…}`, or null. */
export function unwrap(text) {
  if (!text.startsWith('${') || !text.endsWith('}')) return null;
  let depth = 0, quoted = false;
  for (let i = 0; i < text.length; i++) {
    const two = text.slice(i, i + 2);
    if (quoted && text[i] === '\\') { i++; continue; }
    if (text[i] === '"') quoted = !quoted;
    else if (two === '${' || (!quoted && text[i] === '{')) {
      // A template inside a string takes its own braces along, and its own quotes.
      if (two === '${') { depth++; if (quoted) { const end = closing(text, i + 2); if (end < 0) return null; i = end; depth--; continue; } i++; } else depth++;
    } else if (!quoted && text[i] === '}') {
      depth--;
      if (depth === 0) return i === text.length - 1 ? text.slice(2, -1) : null;
    }
  }
  return null;
}

function closing(text, from) {
  let depth = 1, quoted = false;
  for (let i = from; i < text.length; i++) {
    if (quoted && text[i] === '\\') { i++; continue; }
    if (text[i] === '"') quoted = !quoted;
    else if (text.startsWith('${', i) || (!quoted && text[i] === '{')) {
      if (quoted) { const end = closing(text, i + 2); if (end < 0) return -1; i = end; continue; }
      depth++;
      if (text.startsWith('${', i)) i++;
    } else if (!quoted && text[i] === '}') { depth--; if (depth === 0) return i; }
  }
  return -1;
}

/** Every string of a parsed body with its path. */
export function* strings(value, trail = []) {
  if (typeof value === 'string') yield { text: value, trail };
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* strings(item, [...trail, index]);
  else if (value && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      if (/[$]\{/.test(key)) yield { text: key, trail: [...trail, key] };
      yield* strings(item, [...trail, key]);
    }
  }
}

/** `a.b["c"].d` as ['a', 'b', '[c]', 'd']. */
const segmentsOf = (accessor) => accessor.replace(/\[(?:"([^"]*)"|([^\]]*))\]/g, (_, key, index) => `.[${key ?? index}]`).split('.').filter(Boolean);

/** What an index, a splat or a traversal behind one starts from and goes on to, or null when that is no plain name. */
function chain(node) {
  if (node.type === 'scopeTraversal') return segmentsOf(node.meta.fullAccessor);
  if (node.type === 'index') {
    const base = chain(node.children[0]);
    return base && [...base, '[*]'];
  }
  if (node.type === 'relativeTraversal') {
    const base = node.children[0] && chain(node.children[0]);
    return base && [...base, ...segmentsOf(node.meta.fullAccessor)];
  }
  if (node.type === 'splat') {
    const base = chain(node.children[0]);
    const rest = (node.meta.eachExpression ?? '').replace(/^\[\*\]|^\.\*/, '');
    return base && [...base, '[*]', ...segmentsOf(rest)];
  }
  return null;
}

/** Every reference in a syntax tree, as its segments, with the names that `for` binds taken out. */
export function* traversals(node, bound = new Set()) {
  const segments = chain(node);
  if (segments && !bound.has(segments[0])) yield segments;
  let inner = bound;
  if (node.type === 'for') inner = new Set([...bound, node.meta.keyVar, node.meta.valVar].filter(Boolean));
  // The collection of a `for` does not see its names yet, but no name here hides another, so one scope will do.
  for (const child of node.children) yield* traversals(child, inner);
}

/** The literal text of an expression that has no reference in it, or null. */
export const literal = (value) => (typeof value === 'string' && !/[$%]\{/.test(value) ? value : null);
