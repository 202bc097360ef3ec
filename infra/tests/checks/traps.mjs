// What azurerm, azapi and Azure do and no type says: found in the providers' source and in Microsoft's documentation, each as a
// rule on the resources that prod, dev and bootstrap expand to. A rule: where it applies, what it needs, and why.
import { alwaysRegistered, armType } from '../lib/azure.mjs';
import { behind, environments } from '../lib/environments.mjs';
import { Unknown } from '../lib/evaluate.mjs';
import { files, read } from '../lib/report.mjs';

export const name = 'traps';
export const promise = 'nothing meets a known trap of the providers, which types do not show and an apply would';
export const after = ['syntax', 'schema', 'references', 'azapi', 'settings'];

const is = (...types) => ({ type }) => types.includes(type);
const azapi = (type) => (instance) => instance.type === 'azapi_resource' && armType(instance) === type;
const provider = ({ module }, label) => (module.source.providers[label] ?? [])[0];
const feature = (environment, block, argument) => provider(environment, 'azurerm')?.features?.[0]?.[block]?.[0]?.[argument];
const app = azapi('Microsoft.App/containerApps');
const items = (value) => (Array.isArray(value) ? value : []);
const settings = (instance) => Object.fromEntries(items(instance.values.body?.properties?.template?.containers?.[0]?.env).map(({ name: label, value, secretRef }) => [label, value ?? secretRef]));

/** What a resource's refresh asks for that the role Reader does not hold: every plan after the first would fail, or leak. */
const needsMoreThanReader = new Map([
  ['azurerm_app_configuration', 'lists the access keys whenever it is read'],
  ['azurerm_redis_cache', 'lists the access keys whenever it is read'],
  ['azurerm_managed_redis', 'lists the access keys whenever it is read'],
  ['azurerm_cosmosdb_account', 'lists the access keys whenever it is read'],
  ['azurerm_signalr_service', 'lists the access keys whenever it is read'],
  ['azurerm_servicebus_namespace_authorization_rule', 'lists the access keys whenever it is read'],
  ['azurerm_eventhub_authorization_rule', 'lists the access keys whenever it is read'],
  ['azurerm_search_service', 'lists the admin keys whenever it is read'],
  ['azurerm_container_app', 'lists the secrets whenever it is read'],
  ['azurerm_linux_function_app', 'lists the publishing credentials whenever it is read'],
  ['azurerm_function_app_flex_consumption', 'lists the publishing credentials whenever it is read'],
]);

const rules = [
  {
    needs: 'storage without shared keys: `features { storage { data_plane_available = false } }`, or azurerm waits for the data plane as an identity that has no data role, and gets 403',
    on: is('azurerm_storage_account'),
    broken: ({ values }, environment) => values.shared_access_key_enabled === false && feature(environment, 'storage', 'data_plane_available') !== false,
  },
  {
    needs: 'storage without shared keys: no block that azurerm sets through the data plane',
    on: is('azurerm_storage_account'),
    broken: ({ values }) => values.shared_access_key_enabled === false && (values.queue_properties || values.static_website || values.share_properties),
  },
  {
    needs: 'storage without shared keys: `storage_use_azuread = true`, or azurerm signs with the key that the account refuses',
    on: is('azurerm_storage_account'),
    broken: ({ values }, environment) => values.shared_access_key_enabled === false && provider(environment, 'azurerm')?.storage_use_azuread !== true,
  },
  {
    needs: 'a container by storage_account_id: by storage_account_name azurerm makes it through the data plane, which is closed',
    on: is('azurerm_storage_container', 'azurerm_storage_queue', 'azurerm_storage_table'),
    broken: ({ values }) => values.storage_account_id === undefined,
  },
  {
    needs: 'a type whose refresh the plan identity, a Reader, may do; azapi reads only what is asked for',
    on: ({ type }) => needsMoreThanReader.has(type),
    broken: ({ type }) => needsMoreThanReader.get(type),
  },
  {
    needs: 'function keys from the vault: AzureWebJobsSecretStorageType = ContainerApps and a secret volume at /run/secrets/functions-keys, or no key exists and every call is 401',
    on: (instance) => app(instance) && instance.values.body?.kind === 'functionapp',
    broken: (instance) => {
      const { volumes = [], containers = [] } = instance.values.body.properties.template;
      const mounted = containers[0]?.volumeMounts?.find(({ mountPath }) => mountPath === '/run/secrets/functions-keys');
      const volume = volumes.find(({ name: label }) => label === mounted?.volumeName);
      const defined = new Set(items(instance.values.body.properties.configuration.secrets).map(({ name: label }) => label));
      const kept = items(volume?.secrets);
      if (settings(instance).AzureWebJobsSecretStorageType !== 'ContainerApps') return `AzureWebJobsSecretStorageType is ${settings(instance).AzureWebJobsSecretStorageType ?? 'not set'}`;
      if (volume?.storageType !== 'Secret') return 'no secret volume is mounted there';
      if (!kept.some(({ path }) => path === 'host.master') || !kept.some(({ path }) => /^host\.function\./.test(path))) return 'the volume lacks host.master or a host.function key';
      return kept.filter(({ secretRef }) => !defined.has(secretRef)).map(({ secretRef }) => `the app has no secret ${secretRef}`).join(', ');
    },
  },
  {
    needs: 'a functionapp without scale rules (FunctionAppCannotSetScaleRules) and with at least one replica, because nothing wakes it for a durable timer',
    on: (instance) => app(instance) && instance.values.body?.kind === 'functionapp',
    broken: ({ values }) => values.body.properties.template.scale?.rules?.length > 0 || !(values.body.properties.template.scale?.minReplicas >= 1),
  },
  {
    needs: 'metrics of storage in the category Transaction: it has no AllMetrics',
    on: is('azurerm_monitor_diagnostic_setting'),
    broken: ({ values }, environment) => storageTarget(values, environment) && (values.enabled_metric ?? []).some(({ category }) => category !== 'Transaction'),
  },
  {
    needs: 'no logs of queues and tables: Durable polls them, and each poll would be a row, 26 million a month from one idle replica',
    on: is('azurerm_monitor_diagnostic_setting'),
    broken: ({ values }, environment) => storageTarget(values, environment) && /(queue|table)Services/.test(values.target_resource_id.text ?? values.target_resource_id) && values.enabled_log?.length > 0,
  },
  {
    needs: 'a private link location that Front Door offers; in Africa that is southafricanorth alone',
    on: is('azurerm_cdn_frontdoor_origin'),
    broken: ({ values }) => {
      const location = values.private_link?.[0]?.location;
      return location !== undefined && !(location instanceof Unknown) && !frontDoorRegions.has(location) && location;
    },
  },
  {
    needs: 'public_network_access said when an environment has private endpoints, and a workload profile, without which it can have none',
    on: is('azurerm_container_app_environment'),
    broken: ({ values }) => values.public_network_access === 'Disabled' && !(values.workload_profile?.length > 0),
  },
  {
    needs: 'no zone_redundancy_enabled without a subnet: azurerm refuses the argument then, whatever its value',
    on: is('azurerm_container_app_environment'),
    broken: ({ values }) => values.infrastructure_subnet_id === null && values.zone_redundancy_enabled !== null,
  },
  {
    needs: 'logs_destination azure-monitor: log-analytics wants the workspace\'s shared key, which would lie in the state',
    on: is('azurerm_container_app_environment'),
    broken: ({ values }) => values.logs_destination !== 'azure-monitor',
  },
  {
    needs: 'at most three units: the Dedicated tier of the Durable Task Scheduler sells no more',
    on: azapi('Microsoft.DurableTask/schedulers'),
    broken: ({ values }) => values.body.properties.sku.capacity > 3 && `${values.body.properties.sku.capacity} units`,
  },
  {
    needs: 'a NAT gateway of the Standard SKU on a subnet that is delegated to Container Apps: StandardV2 cannot be attached to one',
    on: is('azurerm_nat_gateway'),
    broken: ({ values }) => values.sku_name !== 'Standard',
  },
  {
    needs: 'the Premium tier of a registry that is private or has a replica',
    on: is('azurerm_container_registry'),
    broken: ({ values }) => values.sku !== 'Premium' && (values.public_network_access_enabled === false || values.georeplications?.length > 0),
  },
  {
    needs: 'the Premium tier of a Front Door with private links or managed rules',
    on: is('azurerm_cdn_frontdoor_profile'),
    broken: ({ values }) => values.sku_name !== 'Premium_AzureFrontDoor',
  },
];

const frontDoorRegions = new Set(['australiaeast', 'brazilsouth', 'canadacentral', 'centralindia', 'centralus', 'eastasia', 'eastus', 'eastus2', 'francecentral', 'germanywestcentral', 'japaneast',
  'koreacentral', 'northeurope', 'norwayeast', 'southafricanorth', 'southcentralus', 'swedencentral', 'uksouth', 'westeurope', 'westus3']);

const storageTarget = (values, environment) => behind(environment, values.target_resource_id).some(({ type }) => type === 'azurerm_storage_account');

export async function run(root) {
  const problems = [];
  const used = new Map();
  for (const environment of await environments(root)) {
    for (const instance of environment.instances) {
      for (const rule of rules.filter(({ on }) => on(instance))) {
        const found = rule.broken(instance, environment.folder.startsWith('infra/modules') ? { ...environment, module: prodOf(environment) } : environment);
        if (found) problems.push(`${environment.name}: ${instance.address} needs ${rule.needs}${typeof found === 'string' ? ` (${found})` : ''}`);
      }
      if (instance.kind === 'resource' && /^az(urerm|api)_/.test(instance.type)) {
        const type = armType(instance);
        if (!type) problems.push(`infra/tests/lib/azure.mjs: does not know what Resource Manager calls ${instance.type}`);
        else used.set(type.split('/')[0], instance.address);
      }
    }
  }
  return [...new Set([...problems, ...await registrations(root, used), ...await refusals(root)])];
}

/** The variant of prod has no providers of its own. */
const prodOf = ({ modules, module }) => ({ ...module, source: modules.find(({ name: folder }) => folder === 'infra/environments/prod') });

/** azurerm registers some 65 resource providers on its own, azapi what it meets: both are writes on the subscription. */
async function registrations(root, used) {
  const problems = [];
  for (const { name: environment, module, folder } of await environments(root)) {
    if (folder.startsWith('infra/modules')) continue;
    if (provider({ module }, 'azurerm')?.resource_provider_registrations !== 'none') problems.push(`${environment}: azurerm needs resource_provider_registrations = "none": the plan identity, a Reader, may register nothing`);
    if (provider({ module }, 'azapi') && provider({ module }, 'azapi').skip_provider_registration !== true) problems.push(`${environment}: azapi needs skip_provider_registration = true`);
  }
  const [script] = files(root, 'infra/scripts', (file) => /az provider register/.test(read(root, file.slice(root.length + 1))));
  if (!script) return [...problems, 'infra/scripts: no script registers the resource providers'];
  const listed = new Set(read(root, script).match(/Microsoft\.[A-Za-z]+/g));
  for (const [namespace, address] of used) if (!listed.has(namespace) && !alwaysRegistered.has(namespace)) problems.push(`${script}: does not register ${namespace}, which ${address} needs`);
  return problems;
}

/** At each plan azurerm reads a vault's certificate contacts and puts up with the 403: an alert on every 403 fires at each plan. */
async function refusals(root) {
  return files(root, 'infra/modules/alerts/queries', (file) => file.endsWith('.kql')).filter((file) => {
    const query = read(root, file).split('\n').filter((line) => !line.startsWith('//')).join('\n');
    return /AZKVAuditLogs/.test(query) && /\b403\b/.test(query)
      && !/appid\)?\s*==|oid\)?\s*==/.test(query) && !/CertificateContactsGet/.test(query);
  }).map((file) => `${file}: needs the app's own identity, or CertificateContactsGet left out: azurerm earns a 403 at each plan`);
}
