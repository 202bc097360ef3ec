// What must hold whatever else changes, asked of the resources that prod (as it is, and with every option on), dev and bootstrap
// expand to, and of the pipelines with their templates filled in.
import { armType, builtInRoles, privateLinks } from '../lib/azure.mjs';
import { behind, environments } from '../lib/environments.mjs';
import { show, Unknown } from '../lib/evaluate.mjs';
import { expandPipeline, walk } from '../lib/pipeline.mjs';
import { files, read } from '../lib/report.mjs';

export const name = 'invariants';
export const promise = 'prod is closed, keys are off, roles are narrow and what they are called, private links lead where they should, images are digests, pull requests cannot apply';
export const after = ['syntax', 'schema', 'references', 'azapi', 'settings', 'pipelines'];

export async function run(root) {
  const all = await environments(root);
  const problems = [];
  for (const environment of all) {
    const say = (instance, fault) => problems.push(`${environment.name}: ${instance.address} ${fault}`);
    for (const instance of environment.instances.filter(({ kind }) => kind === 'resource')) {
      keysOff(instance, say);
      roles(environment, instance, say);
      if (environment.name.startsWith('prod')) closed(environment, instance, say);
      privateEndpoint(environment, instance, say);
      federation(instance, say);
      images(instance, say);
    }
    problems.push(...subjects(environment));
  }
  return [...new Set([...problems, ...roleIds(all), ...pipelines(root, all), ...guards(all), ...digests(root)])];
}

/** A value that a rule can hold somebody to: what only Azure knows is no violation. */
const differs = (value, wanted) => !(value instanceof Unknown) && value !== wanted;

const wanted = {
  azurerm_storage_account: { shared_access_key_enabled: false, local_user_enabled: false, allow_nested_items_to_be_public: false, https_traffic_only_enabled: true, min_tls_version: 'TLS1_2' },
  azurerm_storage_container: { container_access_type: 'private' },
  azurerm_container_registry: { admin_enabled: false, anonymous_pull_enabled: false },
  azurerm_key_vault: { rbac_authorization_enabled: true, purge_protection_enabled: true },
  azurerm_log_analytics_workspace: { local_authentication_enabled: false },
  azurerm_application_insights: { local_authentication_disabled: true },
};
const wantedBody = {
  'Microsoft.AppConfiguration/configurationStores': { disableLocalAuth: true, enablePurgeProtection: true },
  'Microsoft.Cache/redisEnterprise': { minimumTlsVersion: '1.2' },
  'Microsoft.Cache/redisEnterprise/databases': { clientProtocol: 'Encrypted' },
};

function keysOff(instance, say) {
  for (const [argument, value] of Object.entries(wanted[instance.type] ?? {})) if (differs(instance.values[argument], value)) say(instance, `must have ${argument} = ${value}`);
  const properties = instance.values.body?.properties ?? {};
  if (instance.type !== 'azapi_resource') return;
  for (const [property, value] of Object.entries(wantedBody[armType(instance)] ?? {})) if (differs(properties[property], value)) say(instance, `must have ${property} = ${value}`);
  if (armType(instance) === 'Microsoft.App/containerApps' && differs(properties.configuration?.ingress?.allowInsecure, false)) say(instance, 'must not answer plain HTTP (allowInsecure)');
  if (armType(instance) === 'Microsoft.App/containerApps/authConfigs' && differs(properties.globalValidation?.unauthenticatedClientAction, 'Return401')) say(instance, 'must refuse whoever has no token (Return401)');
}

/** In prod whatever can have a private endpoint has one, and no other door. */
function closed(environment, instance, say) {
  const type = armType(instance);
  if (!privateLinks[type] || instance.type === 'azapi_update_resource') return;
  const { values } = instance;
  const properties = values.body?.properties ?? {};
  const access = values.public_network_access_enabled ?? values.public_network_access ?? properties.publicNetworkAccess;
  if (access !== false && access !== 'Disabled') say(instance, 'must be closed to the internet in prod');
  const rules = values.network_acls ?? values.network_rules;
  if (rules && rules[0].default_action !== 'Deny') say(instance, 'must refuse what no rule lets in (default_action = Deny)');
  if (!environment.instances.some((other) => other.type === 'azurerm_private_endpoint' && behind(environment, other.values.private_service_connection?.[0]?.private_connection_resource_id).includes(instance))) say(instance, 'must have a private endpoint in prod');
}

// ---------------------------------------------------------------------------------------------------------------- roles

function roles(environment, instance, say) {
  const { type, values, key } = instance;
  if (type === 'azurerm_role_definition') {
    for (const { actions = [], data_actions: data = [] } of values.permissions ?? []) {
      for (const action of [...actions, ...data]) if (/\*/.test(action) && !/\/read$/.test(action)) say(instance, `must name its actions: ${action} is more than anybody has read`);
    }
  }
  if (type !== 'azurerm_role_assignment') return;
  const role = values.role_definition_name;
  const id = show(values.role_definition_id ?? '').split('/').at(-1);
  const called = role ?? Object.keys(builtInRoles).find((label) => builtInRoles[label] === id);
  const writes = environment.name === 'bootstrap' && /-apply$/.test(String(key));
  const scope = show(values.scope);
  if (called instanceof Unknown) return;
  if (role !== undefined && role !== null && !builtInRoles[role]) say(instance, `grants ${role}, which infra/tests/lib/azure.mjs does not know by its id`);
  if (called === 'Owner' || called === 'User Access Administrator') say(instance, `must not grant ${called}`);
  if (called === 'Contributor' && !writes) say(instance, 'must not grant Contributor: only a pipeline\'s apply identity has it');
  if (called === 'Role Based Access Control Administrator') {
    const condition = show(values.condition ?? '');
    const allowed = new Set(Object.values(builtInRoles));
    if (!writes) say(instance, 'must not let anybody but the apply identity grant roles');
    for (const action of ['write', 'delete']) if (!condition.includes(`roleAssignments/${action}'`)) say(instance, `must bound ${action} of role assignments by a condition`);
    const ids = condition.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? [];
    if (!/GuidEquals/.test(condition) || /GuidNotEquals/.test(condition) || ids.length === 0) say(instance, 'must list the roles that may be granted');
    if ((condition.match(/PrincipalType\] ForAnyOfAnyValues:StringEqualsIgnoreCase \{'ServicePrincipal'\}/g) ?? []).length < 2) say(instance, 'must grant to service principals only');
    for (const risky of ['Owner', 'Contributor', 'User Access Administrator', 'Role Based Access Control Administrator']) if (ids.includes(builtInRoles[risky])) say(instance, `must not let ${risky} be granted`);
    for (const other of ids) if (!allowed.has(other)) say(instance, `lets a role be granted that infra/tests/lib/azure.mjs does not know: ${other}`);
  }
  if (environment.name !== 'bootstrap' && /^\/subscriptions\/[^/]+$|^\/?providers\/Microsoft\.Management/.test(scope)) say(instance, 'must have a scope below the subscription');
}

/** Where a name and an id stand side by side, the id is that role's. */
function roleIds(all) {
  const problems = [];
  const modules = all[0]?.modules ?? [];
  for (const module of modules) {
    for (const [label, { value, where }] of module.locals) {
      if (!/role/.test(label) || !value || typeof value !== 'object' || Array.isArray(value)) continue;
      for (const [role, id] of Object.entries(value)) {
        if (typeof id !== 'string' || !/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id)) continue;
        if (!builtInRoles[role]) problems.push(`${where}: local ${label}: infra/tests/lib/azure.mjs does not know the role ${role}`);
        else if (builtInRoles[role] !== id) problems.push(`${where}: local ${label}: ${id} is not ${role} but ${Object.keys(builtInRoles).find((other) => builtInRoles[other] === id) ?? 'an unknown role'}`);
      }
    }
  }
  return problems;
}

// -------------------------------------------------------------------------------------------------------- private links

function privateEndpoint(environment, instance, say) {
  if (instance.type !== 'azurerm_private_endpoint') return;
  const [{ private_connection_resource_id: target, subresource_names: groups }] = instance.values.private_service_connection;
  const [service] = behind(environment, target);
  if (!service) return;
  const links = privateLinks[armType(service)];
  const [group] = groups ?? [];
  if (!links?.[group]) return say(instance, `must ask for a group that ${armType(service)} has (${Object.keys(links ?? {}).join(', ')}), not ${show(group)}`);
  const zones = (instance.values.private_dns_zone_group?.[0]?.private_dns_zone_ids ?? []).flatMap((id) => behind(environment, id)).map(({ values }) => values.name);
  const right = typeof links[group] === 'function' ? links[group](service.values.location) : links[group];
  if (!zones.includes(right)) say(instance, `must put its address into ${right}, where ${armType(service)} is looked up, not into ${zones.join(', ') || 'no zone'}`);
}

// ----------------------------------------------------------------------------------------------------------- federation

function federation(instance, say) {
  if (instance.type !== 'azurerm_federated_identity_credential') return;
  const { audience, issuer, subject } = instance.values;
  if (differs(audience?.length, 1) || differs(audience?.[0], 'api://AzureADTokenExchange')) say(instance, 'must have the one audience api://AzureADTokenExchange');
  if (typeof issuer === 'string' && !/^https:\/\/(vstoken\.dev\.azure\.com|login\.microsoftonline\.com)\//.test(issuer)) say(instance, `must trust Azure DevOps and nobody else, not ${issuer}`);
  if (typeof subject === 'string' && (/\*/.test(subject) || subject === '')) say(instance, 'must name one subject');
}

/** No two identities answer to one service connection: whoever may plan must not be able to apply. */
function subjects({ name: environment, instances }) {
  const seen = new Map();
  const problems = [];
  for (const { type, address, values } of instances) {
    if (type !== 'azurerm_federated_identity_credential') continue;
    const subject = `${show(values.issuer)} ${show(values.subject)}`;
    if (seen.has(subject)) problems.push(`${environment}: ${address} trusts the same subject as ${seen.get(subject)}`);
    seen.set(subject, address);
  }
  return problems;
}

// ------------------------------------------------------------------------------------------------- images and pipelines

function images(instance, say) {
  if (instance.type !== 'azapi_resource') return;
  for (const { image } of instance.values.body?.properties?.template?.containers ?? []) {
    const text = show(image);
    if (!/@sha256:[0-9a-f]{64}}?$/.test(text)) say(instance, `must run an image by its digest, not ${text}`);
  }
}

/** Images that the pipeline itself runs: by digest, or by an exact version that variables.yml has. */
function digests(root) {
  const problems = [];
  const versions = Object.fromEntries([...read(root, '.azure-pipelines/variables.yml').matchAll(/^ {2}(\w+): (\S+)$/gm)].map(([, variable, value]) => [variable.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), value]));
  for (const file of files(root, '.azure-pipelines', () => true)) {
    const text = read(root, file).split('\n').filter((line) => !/^\s*(#|\/\/)/.test(line)).join('\n');
    for (const [image] of text.matchAll(/\b(?:docker\.io|mcr\.microsoft\.com|ghcr\.io|quay\.io)\/[\w./-]+(?::[\w.$@{}:-]+)?(?:@[\w:${}]+)?/g)) {
      const tag = image.split('@')[0].split(':')[1]?.replace(/[${}]/g, '') ?? '';
      if (!/@(sha256:[0-9a-f]{64}|\$\{?[A-Z_]*DIGEST\}?)/.test(image) && !/^\d+\.\d+\.\d+(@sha256:|$)/.test(versions[tag] ?? tag)) problems.push(`${file}: ${image} must be named by its digest or an exact version`);
    }
  }
  return problems;
}

/** What somebody who can open a pull request can make the pipelines do. */
function pipelines(root, all) {
  const problems = [];
  const granted = new Map();
  for (const { type, key, values } of all.find(({ name: environment }) => environment === 'bootstrap')?.instances ?? []) {
    if (type === 'azurerm_role_assignment' && typeof key === 'string') granted.set(`finrisk-${key}`, [...(granted.get(`finrisk-${key}`) ?? []), values.role_definition_name]);
  }
  const entries = files(root, '.azure-pipelines', (file) => file.endsWith('.yml')).filter((file) => /^(trigger|pr|schedules):/m.test(read(root, file)));
  for (const file of entries) {
    const tree = expandPipeline(root, file.replace('.azure-pipelines/', ''));
    const byPullRequest = tree.pr !== undefined && tree.pr !== 'none';
    for (const { node, stage, job } of walk(tree)) {
      const connection = node.inputs?.azureSubscription ?? node.inputs?.connectedServiceName;
      const at = `${file}: ${stage ?? ''}${job ? `/${job}` : ''}`;
      if (!byPullRequest) continue;
      const more = (granted.get(connection) ?? []).filter((role) => !['Reader', 'Storage Blob Data Reader'].includes(role));
      if (connection !== undefined && !granted.has(connection)) problems.push(`${at}: a pull request signs in as ${connection}, which infra/bootstrap does not make`);
      if (more.length > 0) problems.push(`${at}: a pull request must not sign in as ${connection}, which has ${more.join(' and ')}`);
      if (/prod/.test(connection ?? '') || /prod/.test(String(node.group ?? ''))) problems.push(`${at}: a pull request must not reach prod (${connection ?? node.group})`);
      if (typeof node.group === 'string' && !/-settings$/.test(node.group)) problems.push(`${at}: a pull request must not read the secrets of ${node.group}`);
      if (node.deployment) problems.push(`${at}: a pull request must not deploy`);
    }
  }
  return problems;
}

/** From where Azure DevOps lets each connection be used, whatever a pipeline's YAML says; its other guards have a check of their own. */
function guards(all) {
  const devops = all.find(({ name: environment }) => environment === 'devops');
  if (!devops) return [];
  const problems = [];
  const of = (type) => devops.instances.filter((instance) => instance.type === type);
  const branches = new Map(of('azuredevops_check_branch_control').map(({ key, values }) => [key, values]));
  for (const { key, address } of of('azuredevops_serviceendpoint_azurerm')) {
    const from = branches.get(`endpoint/${key}`)?.allowed_branches;
    if (from !== 'refs/heads/main' && !/-review$/.test(key)) problems.push(`devops: ${address} must be usable from main alone, not from ${from ?? 'every branch'}`);
  }
  for (const { key, address } of of('azuredevops_pipeline_authorization')) {
    if (/\/pull-request$/.test(key) && !/^(endpoint\/dev-review|variablegroup\/dev-settings)\//.test(key)) problems.push(`devops: ${address} must not open this to pull requests`);
  }
  return problems;
}
