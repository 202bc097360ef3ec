// Reads a provider's schema from its prebuilt CDKTF typings: every argument, whether it is required, and whether it is
// a nested block. The typings are generated from the provider's own published schema, one folder per resource.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', '@cdktf');

/** Providers whose typings are installed. The key is the prefix of a resource type. */
export const providers = {
  azuread: path.join(modules, 'provider-azuread'),
  azurerm: path.join(modules, 'provider-azurerm'),
  random: path.join(modules, 'provider-random'),
};

/** The provider version that the installed typings were generated from. */
export function typedVersion(provider) {
  return JSON.parse(fs.readFileSync(path.join(providers[provider], 'package.json'), 'utf8')).cdktf.provider.version;
}

const camel = (snake) => snake.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

const cache = new Map();

/**
 * The schema of a resource or data source, or null when the provider has none of that name.
 * { attributes: Map(name → { required, block: null | block schema, list }), exported: Set(camel-case names) }
 */
export function schemaOf(kind, type) {
  const key = `${kind} ${type}`;
  if (!cache.has(key)) cache.set(key, read(kind, type));
  return cache.get(key);
}

function read(kind, type) {
  const [provider, ...rest] = type.split('_');
  const folder = (kind === 'data' ? `data-${provider}-` : '') + rest.join('-');
  const base = path.join(providers[provider], 'lib', folder);
  const files = ['index.d.ts', 'index-structs', ''].map((name) => path.join(base, name));
  if (!fs.existsSync(files[0])) return null;
  let text = fs.readFileSync(files[0], 'utf8');
  // Large resources keep their blocks in index-structs/.
  if (fs.existsSync(files[1])) for (const name of fs.readdirSync(files[1])) {
    if (name.endsWith('.d.ts')) text += fs.readFileSync(path.join(files[1], name), 'utf8');
  }

  const interfaces = new Map();
  for (const match of text.matchAll(/export interface (\w+)(?: extends [\w.]+)? \{\n([\s\S]*?)\n\}/g)) {
    interfaces.set(match[1], match[2]);
  }
  const config = [...interfaces.keys()].find((name) => name.endsWith('Config') && text.includes(`interface ${name} extends cdktf.TerraformMetaArguments`));
  const exported = new Set([...text.matchAll(/^ {4}get (\w+)\(\)/gm)].map((match) => match[1]));
  for (const name of members(interfaces.get(config), interfaces).keys()) exported.add(camel(name));
  return { attributes: members(interfaces.get(config), interfaces), exported };
}

function members(body, interfaces) {
  const found = new Map();
  for (const match of body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*readonly (\w+)(\??): ([^;]+);/g)) {
    const [, comment, property, optional, type] = match;
    const anchor = /docs\/(?:resources|data-sources)\/\w+#(\w+)/.exec(comment);
    const name = anchor ? anchor[1] : property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const isBlock = /^\s*\* \w+ block\.?\s*$/m.test(comment);
    const target = /(\w+)(\[\])?(?: \| cdktf\.IResolvable)?$/.exec(type.replace(/ \| cdktf\.IResolvable/g, ''))?.[1];
    const nested = interfaces.has(target) ? target : null;
    found.set(name, {
      required: optional !== '?',
      isBlock,
      list: /\[\]/.test(type),
      type,
      get block() { return nested ? members(interfaces.get(nested), interfaces) : null; },
    });
  }
  return found;
}

/** True when the resource exports an attribute of that snake-case name. */
export const exportsAttribute = (schema, name) => schema.exported.has(camel(name));
