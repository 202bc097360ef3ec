// What a reviewer would otherwise have to read for: every variable typed and described, every output described, every
// role with its reason, and the pipeline able to grant exactly the roles that are granted.
import { load, strings } from '../lib/terraform.mjs';

export const name = 'contracts';
export const promise = 'variables are typed and described, outputs described, roles reasoned and grantable, resources tagged';

// Resource types of ours that Azure gives no tags to.
const untagged = /_(role_assignment|role_definition|container|subnet|association|diagnostic_setting|management_policy|management_lock|policy_assignment|credential|origin|origin_group|route|security_policy|link|budget_subscription)$/;

export async function run(root) {
  const problems = [];
  const { modules } = await load(root);
  for (const module of modules) {
    for (const [label, variable] of module.variables) {
      const at = `${variable.where}: variable ${label}`;
      if (!variable.type) problems.push(`${at} has no type`);
      if (!sentence(variable.description)) problems.push(`${at} has no description that is a sentence`);
      for (const { error_message: message } of variable.validation ?? []) {
        if (!sentence(message)) problems.push(`${at}: the validation's message is no sentence`);
      }
    }
    for (const [label, output] of module.outputs) if (!sentence(output.description)) problems.push(`${output.where}: output ${label} has no description that is a sentence`);
    for (const { type, name: label, body, where } of module.resources) {
      const at = `${where}: ${type}.${label}`;
      if (type === 'azurerm_role_assignment' && !body.description) problems.push(`${at}: a role without a reason (description)`);
      if (type.startsWith('azurerm_') && !untagged.test(type) && body.tags === undefined && !/private_link$/.test(type)) problems.push(`${at}: no tags`);
    }
  }

  const roles = (folder, pattern) => new Set(modules.filter((module) => module.name === folder)
    .flatMap((module) => [...module.locals.values()].flatMap(({ value }) => [...strings(value)].map(({ text }) => text)))
    .flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1])));
  const granted = roles('infra/modules/stack', /\brole\s*=\s*"([^"]+)"/g);
  for (const module of modules.filter(({ name: folder }) => folder === 'infra/modules/stack')) {
    for (const { type, body } of module.resources) if (type === 'azurerm_role_assignment' && !/\$\{/.test(body.role_definition_name)) granted.add(body.role_definition_name);
  }
  const grantable = new Set(Object.keys(modules.find(({ name: folder }) => folder === 'infra/bootstrap')?.locals.get('grantable_roles')?.value ?? {}));
  for (const role of granted) if (!grantable.has(role)) problems.push(`infra/bootstrap/roles.tf: the pipeline may not grant ${role}, which modules/stack grants`);
  for (const role of grantable) if (!granted.has(role)) problems.push(`infra/bootstrap/roles.tf: the pipeline may grant ${role}, which nothing grants`);
  return problems;
}

const sentence = (text) => typeof text === 'string' && text.length >= 10 && /[.!?)]$|[a-z0-9]$/i.test(text.trim()) && text.includes(' ');
