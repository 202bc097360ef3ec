// The root modules with sample values for what a pipeline gives them, expanded once for a tree; and the stack of prod once more
// with every option on that prod itself leaves off.
import { EvaluationError } from './evaluate.mjs';
import { Module, prepare } from './expand.mjs';
import { load } from './terraform.mjs';

const guid = (digit) => `${String(digit).repeat(8)}-0000-0000-0000-000000000000`;
const samples = {
  subscription_id: guid(1),
  tenant_id: guid(2),
  image_digest: `sha256:${'a'.repeat(64)}`,
  alert_emails: { duty: 'duty@finrisk.example' },
  runbook_url: 'https://finrisk.example/docs/runbook.md',
  promotion_reader_principal_id: guid(3),
  entra: { client_id: guid(4), allowed_callers: [guid(5)] },
  allowed_ip_ranges: ['196.25.1.0/24'],
  secondary_location: 'northeurope',
  environments: { dev: { subscription_id: guid(6) }, prod: { subscription_id: guid(7) } },
  api_callers: { prod: [guid(5)] },
  managed_agents_enabled: true,
  secrets_principal_id: guid(9),
  agents: { organisation_url: 'https://dev.azure.com/finsure', project: 'finrisk', network_principal_id: '3ab7cc11-0000-0000-0000-000000000000' },
  organisation_url: 'https://dev.azure.com/finsure',
  project_name: 'finrisk',
  state_resource_group: 'rg-finrisk-pipeline',
  state_storage_account: 'stfinriskstate',
  repository: { type: 'TfsGit', name: 'finrisk' },
  approvers: ['one@finrisk.example', 'two@finrisk.example'],
  subscription_names: { dev: 'FinRisk dev', prod: 'FinRisk prod' },
  agent_pools: { prod: 'finrisk-prod' },
  settings: {},
  state_reader_ids: [guid(8)],
  audit_workspace_id: '/subscriptions/x/resourceGroups/x/providers/Microsoft.OperationalInsights/workspaces/x',
};
const everything = {
  durable_backend: 'scheduler',
  customer_managed_key_enabled: true,
  pepper_rotating: true,
  enable_api_management: true,
  api_management: { publisher_email: 'api@finrisk.example', callers: { bank: 6000 } },
};

const cache = new Map();

/**
 * The roots of a tree: { name, folder, module, instances, byAddress }, or { name, error } for one that cannot be expanded. A
 * variable without a default and without a sample here stays unknown, which most rules can live with.
 */
export async function expansions(root) {
  const { modules, problems } = await load(root);
  if (problems.length > 0) return [];
  const key = modules.flatMap(({ files }) => files.map(({ where, text }) => `${where}\n${text}`)).join('\n');
  if (!cache.has(key)) cache.set(key, await expandAll(modules));
  return cache.get(key);
}

async function expandAll(modules) {
  await prepare(modules);
  const found = [];
  const add = (name, folder, module) => {
    try {
      const instances = [...module.instances()];
      found.push({ name, folder, module, modules, instances, byAddress: new Map(instances.map((instance) => [instance.address, instance])) });
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      found.push({ name, error });
    }
  };
  for (const [name, folder] of [['bootstrap', 'infra/bootstrap'], ['devops', 'infra/devops'], ['dev', 'infra/environments/dev'], ['prod', 'infra/environments/prod']]) {
    const source = modules.find((module) => module.name === folder);
    const given = Object.fromEntries(Object.entries(samples).filter(([variable]) => source.variables.has(variable)));
    add(name, folder, new Module(source, '', given, modules, { bootstrap: found[0]?.module }));
  }
  const { module, error } = found.at(-1);
  if (error) return found;
  const call = module.source.calls.get('finrisk');
  const stack = modules.find(({ name }) => name === 'infra/modules/stack');
  const given = Object.fromEntries(Object.keys(call.body).filter((variable) => stack.variables.has(variable)).map((variable) => [variable, module.child('finrisk').variable(variable)]));
  const options = Object.fromEntries(Object.entries(everything).filter(([variable]) => stack.variables.has(variable)));
  add('prod with every option', 'infra/modules/stack', new Module(stack, '', { ...given, ...options }, modules));
  return found;
}

/** The roots that can be expanded: that all can is the business of the check `expansion`. */
export const environments = async (root) => (await expansions(root)).filter(({ error }) => !error);

/** The instances that a value refers to. */
export const behind = ({ byAddress }, unknown) => (unknown?.refs ?? []).map((address) => byAddress.get(address)).filter(Boolean);
