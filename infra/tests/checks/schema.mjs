// Every resource and argument, nested blocks included, against the provider's published schema.
import { load } from '../lib/terraform.mjs';
import { schemaOf, providers } from '../lib/provider-schema.mjs';
import { schemaOf as azuredevopsSchemaOf } from '../lib/azuredevops-schema.mjs';

export const name = 'schema';
export const promise = 'every resource, block and argument exists in the pinned provider, and required ones are given';

// azapi has no typings on npm. Its few arguments, from the documentation of the pinned version; bodies are the business
// of the azapi check.
const leaf = (required = false) => ({ required, isBlock: false, block: null });
const block = (fields) => ({ required: false, isBlock: true, block: new Map(Object.entries(fields)) });
const azapi = {
  azapi_resource: {
    attributes: new Map(Object.entries({
      type: leaf(true), name: leaf(), parent_id: leaf(), location: leaf(), body: leaf(), tags: leaf(),
      response_export_values: leaf(), retry: leaf(), schema_validation_enabled: leaf(), locks: leaf(), sensitive_body: leaf(),
      sensitive_body_version: leaf(), replace_triggers_external_values: leaf(), ignore_casing: leaf(), ignore_missing_property: leaf(),
      ignore_null_property: leaf(), ignore_body_changes: leaf(),
      identity: block({ type: leaf(true), identity_ids: leaf() }),
      timeouts: block({ create: leaf(), read: leaf(), update: leaf(), delete: leaf() }),
    })),
  },
  azapi_update_resource: {
    attributes: new Map(Object.entries({
      type: leaf(true), name: leaf(), parent_id: leaf(), resource_id: leaf(), body: leaf(), response_export_values: leaf(), retry: leaf(),
      locks: leaf(), sensitive_body: leaf(), ignore_casing: leaf(), ignore_missing_property: leaf(),
    })),
  },
};

const builtIn = {
  terraform_remote_state: { attributes: new Map(Object.entries({ backend: leaf(true), config: leaf(), workspace: leaf(), defaults: leaf() })) },
  terraform_data: { attributes: new Map(Object.entries({ input: leaf(), triggers_replace: leaf() })) },
};
const meta = new Set(['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection']);
const lifecycle = new Set(['create_before_destroy', 'prevent_destroy', 'ignore_changes', 'replace_triggered_by', 'precondition', 'postcondition']);

export function lookUp(kind, type) {
  const [provider] = type.split('_');
  if (azapi[type] ?? builtIn[type]) return azapi[type] ?? builtIn[type];
  if (provider === 'azuredevops') return azuredevopsSchemaOf(kind, type);
  return providers[provider] ? schemaOf(kind, type) : undefined;
}

export async function run(root) {
  const problems = [];
  for (const module of (await load(root)).modules) {
    for (const resource of module.resources) {
      const at = `${resource.where}: ${resource.type}.${resource.name}`;
      const schema = lookUp(resource.kind, resource.type);
      if (schema === undefined) { problems.push(`${at}: no schema of that provider is installed`); continue; }
      if (schema === null) { problems.push(`${at}: the provider has no ${resource.kind === 'data' ? 'data source' : 'resource'} ${resource.type}`); continue; }
      for (const name of Object.keys(resource.body.lifecycle?.[0] ?? {})) {
        if (!lifecycle.has(name)) problems.push(`${at}: lifecycle has no argument ${name}`);
      }
      compare(resource.body, schema.attributes, at, resource.text, true, problems);
    }
  }
  return problems;
}

function compare(body, attributes, at, text, top, problems) {
  const given = { ...body };
  delete given.dynamic;
  // A dynamic block gives the block of its label, and its content is what counts.
  for (const [label, blocks] of Object.entries(body.dynamic ?? {})) {
    for (const dynamic of blocks) {
      for (const key of Object.keys(dynamic)) {
        if (!['for_each', 'iterator', 'labels', 'content'].includes(key)) problems.push(`${at}: dynamic ${label} has no argument ${key}`);
      }
      given[label] = [...(given[label] ?? []), ...(dynamic.content ?? [])];
    }
    if (attributes.has(label) && !attributes.get(label).isBlock) problems.push(`${at}: ${label} is an argument, not a block`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (top && meta.has(name)) continue;
    const schema = attributes.get(name);
    if (!schema || (top && name === 'id')) { problems.push(`${at}: no argument ${name}`); continue; }
    if (schema.isBlock) {
      if (!Array.isArray(value) || !value.every((item) => item && typeof item === 'object')) { problems.push(`${at}: ${name} is a block, not an argument`); continue; }
      if (!new RegExp(`(^\\s*|dynamic ")${name}"?\\s*\\{`, 'm').test(text)) problems.push(`${at}: ${name} is a block, write it without =`);
      if (!schema.list && value.length > 1 && !body.dynamic?.[name]) problems.push(`${at}: ${name} may be given once`);
      for (const item of value) compare(item, schema.block, `${at}.${name}`, text, false, problems);
    } else if (schema.block && Array.isArray(value)) {
      // An argument that is a list of objects. Its objects may come from an expression, which only Terraform can look into.
      for (const item of value) if (item && typeof item === 'object') compare(item, schema.block, `${at}.${name}`, text, false, problems);
    } else {
      mistyped(value, schema, `${at}.${name}`, problems);
    }
  }
  for (const [name, schema] of attributes) {
    if (schema.required && given[name] === undefined) problems.push(`${at}: required ${schema.isBlock ? 'block' : 'argument'} ${name} is missing`);
  }
}

/** A literal of a plainly wrong kind: a word for a number, a list for a string. */
function mistyped(value, schema, at, problems) {
  if (!schema.type || value === null) return;
  const type = schema.type.replace(/ \| cdktf\.IResolvable/g, '').trim();
  const isExpression = typeof value === 'string' && /[$%]\{/.test(value);
  if (isExpression) return;
  if (type === 'number' && typeof value !== 'number') problems.push(`${at}: wants a number`);
  if (type === 'boolean' && typeof value !== 'boolean') problems.push(`${at}: wants true or false`);
  if (type === 'string' && (Array.isArray(value) || typeof value === 'object')) problems.push(`${at}: wants a string`);
  if (/\[\]$/.test(type) && !Array.isArray(value)) problems.push(`${at}: wants a list`);
}

