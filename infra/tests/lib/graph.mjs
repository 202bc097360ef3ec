// The order that Terraform works in: what each resource waits for, by its references and by depends_on, through variables,
// outputs and module calls. By configuration and not by instance, as Terraform's own graph before it expands.
import path from 'node:path';
import { ast, strings, traversals } from './terraform.mjs';

/** The graph of a root module: { nodes: [{ id, type, name, path }], reaches(from) → Set of resource ids }. */
export async function graphOf(modules, rootName) {
  const edges = new Map();
  const resources = [];
  const byFolder = new Map(modules.map((module) => [module.folder, module]));
  const edge = (from, to) => { if (!edges.has(from)) edges.set(from, new Set()); edges.get(from).add(to); };

  const visit = async (module, trail) => {
    const at = (kind, label) => `${trail}|${kind}|${label}`;
    const under = (name) => (trail ? `${trail}.${name}` : name);
    const refer = async (from, json, whole = 'outputs') => {
      for (const { text } of strings(json)) {
        const tree = await ast(text);
        if (!tree) continue;
        for (const segments of traversals(tree)) {
          const plain = segments.filter((segment) => !segment.startsWith('['));
          const [first, second, third] = plain;
          if (first === 'var' || first === 'local') edge(from, at(first, second));
          else if (first === 'module' && module.calls.has(second)) {
            // With an index or a splat that only a run can know, Terraform waits for every output of the module.
            edge(from, third ? `${under(second)}|output|${third}` : `${under(second)}|${whole}|`);
          }
          else if (first === 'data') edge(from, at('resource', `data.${second}.${third}`));
          else if (module.resources.some(({ type, name }) => type === first && name === second)) edge(from, at('resource', `${first}.${second}`));
        }
      }
    };
    const all = at('all', '');
    for (const resource of module.resources) {
      const id = at('resource', `${resource.kind === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`);
      resources.push({ id, type: resource.type, name: resource.name, path: trail, body: resource.body, where: resource.where });
      const { lifecycle, depends_on: after, ...body } = resource.body;
      await refer(id, body);
      await refer(id, after ?? null, 'all');
      edge(id, at('call', ''));
      edge(all, id);
    }
    for (const [label, { value }] of module.locals) await refer(at('local', label), value);
    for (const [label, { depends_on: after, ...output }] of module.outputs) {
      const id = at('output', label);
      await refer(id, output);
      await refer(id, after ?? null, 'all');
      edge(id, at('call', ''));
      edge(at('outputs', ''), id);
      edge(all, id);
    }
    for (const [label, { body }] of module.calls) {
      const target = byFolder.get(path.resolve(module.folder, body.source));
      if (!target) continue;
      const inside = under(label);
      const { source, count, for_each: each, depends_on: after, ...given } = body;
      await refer(`${inside}|call|`, [count ?? null, each ?? null]);
      await refer(`${inside}|call|`, after ?? null, 'all');
      edge(`${inside}|call|`, at('call', ''));
      edge(all, `${inside}|all|`);
      for (const [name, json] of Object.entries(given)) await refer(`${inside}|var|${name}`, json);
      await visit(target, inside);
    }
  };
  await visit(modules.find(({ name }) => name === rootName), '');

  const closures = new Map();
  const reaches = (from) => {
    if (!closures.has(from)) {
      const seen = new Set();
      const open = [from];
      while (open.length > 0) for (const next of edges.get(open.pop()) ?? []) if (!seen.has(next)) { seen.add(next); open.push(next); }
      closures.set(from, seen);
    }
    return closures.get(from);
  };
  return { resources, reaches };
}
