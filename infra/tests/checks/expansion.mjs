// Each root module expanded as a plan would, as far as that goes without Azure: every expression has a value or is the
// provider's to know, nothing depends on itself, and no value that one module gives another is refused there.
import { expansions } from '../lib/environments.mjs';

export const name = 'expansion';
export const promise = 'bootstrap, devops, dev and prod expand to their resources, and pass the validations of every module on the way';
export const after = ['syntax', 'schema', 'references', 'azapi', 'settings'];

export async function run(root) {
  const problems = [];
  for (const { name: environment, error, module, instances = [] } of await expansions(root)) {
    if (error) { problems.push(`${environment}: ${error.message}`); continue; }
    for (const { where, module: at, variable, message } of module.refusals()) problems.push(`${environment}: ${at} refuses ${variable}: ${message} (${where})`);
    const names = instances.filter(({ kind, values }) => kind === 'resource' && typeof values.name === 'string')
      .map(({ type, values }) => `${type} ${values.type ?? ''} ${values.name} in ${values.resource_group_name ?? values.parent_id?.text ?? ''}${values.virtual_network_name ?? ''}${values.storage_account_id?.text ?? ''}${values.target_resource_id?.text ?? ''}`);
    for (const twice of new Set(names.filter((item, index) => names.indexOf(item) !== index && !/credential|policy_assignment|dns_zone|frontdoor|azuread|azuredevops/.test(item)))) problems.push(`${environment}: two resources are ${twice}`);
    problems.push(...overlaps(instances).map((fault) => `${environment}: ${fault}`));
  }
  return problems;
}

/** Subnets of one network that share addresses: Azure refuses the second, after the first has been made. */
function overlaps(instances) {
  const bounds = (prefix) => {
    const [, a, b, c, d, bits] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(prefix).map(Number);
    const first = ((a * 256 + b) * 256 + c) * 256 + d;
    return [first, first + 2 ** (32 - bits) - 1];
  };
  const subnets = instances.filter(({ type, values }) => type === 'azurerm_subnet' && typeof values.address_prefixes?.[0] === 'string')
    .map(({ address, values }) => ({ address, network: values.virtual_network_name, prefix: values.address_prefixes[0], range: bounds(values.address_prefixes[0]) }));
  return subnets.flatMap((one, index) => subnets.slice(index + 1)
    .filter((other) => other.network === one.network && other.range[0] <= one.range[1] && one.range[0] <= other.range[1])
    .map((other) => `${one.address} (${one.prefix}) overlaps ${other.address} (${other.prefix})`));
}
