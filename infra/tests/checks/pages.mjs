// docs/infra.md is the reviewer's map: it must name every file with a resource, every role, every variable of the
// variable groups, and its links must lead somewhere.
import fs from 'node:fs';
import path from 'node:path';
import { load, strings } from '../lib/terraform.mjs';
import { files, read } from '../lib/report.mjs';
import { slug } from './alerts.mjs';

export const name = 'pages';
export const promise = 'docs/infra.md names every module, role and pipeline variable; links of the four pages lead somewhere';

export async function run(root) {
  const problems = [];
  const pages = ['docs/infra.md', 'docs/cost.md', 'docs/runbook.md', 'docs/scale.md'];
  const present = files(root, 'docs', (file) => file.endsWith('.md'));
  for (const page of pages) if (!present.includes(page)) problems.push(`${page}: missing`);
  if (problems.length) return problems;

  const map = read(root, 'docs/infra.md');
  const { modules } = await load(root);
  for (const module of modules) {
    for (const where of new Set(module.resources.filter(({ kind }) => kind === 'resource').map((resource) => resource.where))) {
      if (!map.includes(where)) problems.push(`docs/infra.md: does not name ${where}`);
    }
  }
  const roles = new Set(modules.flatMap((module) => [
    ...module.resources.filter(({ type }) => type === 'azurerm_role_assignment').map(({ body }) => body.role_definition_name),
    ...[...module.locals.values()].flatMap(({ value }) => [...strings(value)].flatMap(({ text }) => [...text.matchAll(/\brole\s*=\s*"([^"]+)"/g)].map((match) => match[1]))),
  ]).filter((role) => !/\$\{/.test(role)));
  for (const role of roles) if (!map.includes(role)) problems.push(`docs/infra.md: does not name the role ${role}`);

  // What a step reads from a variable group; names with a dot are Azure DevOps' own.
  const pipelines = files(root, '.azure-pipelines', (file) => file.endsWith('.yml'));
  const own = Object.fromEntries([...read(root, '.azure-pipelines/variables.yml').matchAll(/^ {2}(\w+):/gm)].map((match) => [match[1], true]));
  for (const file of pipelines) {
    for (const [, variable] of read(root, file).matchAll(/\$\(([a-z][A-Za-z-]*)\)/g)) {
      if (!own[variable] && !map.includes(`\`${variable}\``)) problems.push(`docs/infra.md: does not say what to put into the variable ${variable}`);
    }
  }

  if ((map.match(/```mermaid/g) ?? []).length !== 1) problems.push('docs/infra.md: wants exactly one mermaid diagram');

  for (const page of pages) {
    for (const [, target] of read(root, page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [file, anchor] = target.split('#');
      const full = file ? path.join(root, path.dirname(page), file) : path.join(root, page);
      if (!fs.existsSync(full)) problems.push(`${page}: the link ${target} leads nowhere`);
      else if (anchor && full.endsWith('.md') && ![...fs.readFileSync(full, 'utf8').matchAll(/^#{1,6} (.+)$/gm)].some(([, heading]) => slug(heading) === anchor)) problems.push(`${page}: ${target} has no such heading`);
    }
  }
  return problems;
}
