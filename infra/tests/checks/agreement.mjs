// What the code, host.json, the image, the API's description and Terraform must say alike: settings both ways, ports, paths,
// durations. That Terraform's keys are the code's options is a test of the code as well; here are the values, too.
import { environments } from '../lib/environments.mjs';
import { show, Unknown } from '../lib/evaluate.mjs';
import { armType } from '../lib/azure.mjs';
import { files, read } from '../lib/report.mjs';
import { load } from '../lib/terraform.mjs';

export const name = 'agreement';
export const promise = 'no app setting that nobody reads, none missing that code or host need; ports, paths and durations agree';
export const after = ['syntax', 'schema', 'references', 'azapi', 'settings'];

/** Read by the platform, the Functions host or a library, and so in no list of ours. */
const platform = /^(AzureWebJobsStorage__\w+|AzureWebJobsSecretStorageType|FUNCTIONS_\w+|APPLICATIONINSIGHTS_\w+|OTEL_\w+|AZURE_CLIENT_ID|DURABLE_TASK_SCHEDULER_CONNECTION_STRING|WEBSITE_\w+)$/;

/** Without these the host or the app does not start, or runs as somebody else; `when` says for which of them. */
const needed = [
  { key: 'FUNCTIONS_WORKER_RUNTIME', value: 'dotnet-isolated', why: 'the host starts no worker' },
  { key: 'FUNCTIONS_EXTENSION_VERSION', value: '~4', why: 'the host takes another version' },
  { key: 'AzureWebJobsStorage__accountName', why: 'host and app find no storage account' },
  { key: 'AzureWebJobsStorage__credential', value: 'managedidentity', why: 'host and app look for a connection string' },
  { key: 'AzureWebJobsStorage__clientId', value: /user_assigned_identity\.app\.client_id/, why: 'host and app ask for a system-assigned identity, which there is none of' },
  { key: 'AzureWebJobsStorage__blobServiceUri', why: 'the host cannot lease and lock' },
  { key: 'AzureWebJobsStorage__queueServiceUri', why: 'Durable has no queues' },
  { key: 'AzureWebJobsStorage__tableServiceUri', why: 'Durable has no histories' },
  { key: 'AZURE_CLIENT_ID', value: /user_assigned_identity\.app\.client_id/, why: 'libraries ask for a system-assigned identity' },
  { key: 'APPLICATIONINSIGHTS_CONNECTION_STRING', why: 'there is no telemetry' },
  { key: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: /Authorization=AAD;ClientId=.*client_id/, why: 'telemetry is refused, since local authentication is off' },
  { key: 'RiskShield__BaseUrl', value: /^https:/, why: 'there is no vendor to call' },
  { key: 'RiskShield__ApiKey', why: 'the vendor refuses every call' },
  { key: 'Privacy__Pepper', why: 'the app does not start' },
  { key: 'Privacy__KeyEncryptionKeySecretUri', value: /vault_uri.*secrets\//, why: 'the key ring would lie open, and the app does not start' },
  { key: 'Privacy__KeyRingBlobUri', value: /primary_blob_endpoint/, why: 'replicas do not share a key ring' },
  { key: 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__type', value: 'azureManaged', when: 'scheduler', why: 'Durable stays on the storage account' },
  { key: 'AzureFunctionsJobHost__extensions__durableTask__hubName', when: 'scheduler', why: 'Durable opens a task hub that is not there' },
  { key: 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName', value: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING', when: 'scheduler', why: 'Durable does not find the scheduler' },
  { key: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING', value: /Endpoint=.*Authentication=ManagedIdentity;ClientID=/, when: 'scheduler', why: 'Durable does not find the scheduler' },
];

export async function run(root) {
  const app = (await load(root)).modules.find((module) => module.name === 'infra/modules/app');
  const own = (label) => app?.locals.get(label)?.value ?? {};
  const problems = [...keys(root, Object.keys(own('app_settings')), Object.keys(own('app_secrets')))];
  for (const environment of await environments(root)) {
    for (const instance of environment.instances) {
      const say = (fault) => problems.push(`${environment.name}: ${instance.address} ${fault}`);
      if (instance.type === 'azapi_resource' && armType(instance) === 'Microsoft.App/containerApps') container(root, environment, instance, say);
      for (const [path, what] of paths(instance)) if (!described(root).has(path)) say(`asks for ${path} (${what}), and openapi.yaml has no such path`);
      door(instance, say);
      schedule(root, instance, say);
    }
  }
  return [...new Set(problems)];
}

/** Settings that nobody reads: neither the code, whose every setting the sample shows, nor the platform, nor host.json. */
function keys(root, settings, secrets) {
  const sample = JSON.parse(read(root, 'local.settings.sample.json')).Values;
  const host = JSON.parse(read(root, 'host.json'));
  const known = new Map(Object.entries(sample).map(([key, value]) => [key.replaceAll(':', '__'), value]));
  const problems = [];
  for (const key of [...settings, ...secrets]) {
    if (known.has(key) || platform.test(key)) continue;
    if (!key.startsWith('AzureFunctionsJobHost__')) { problems.push(`infra/modules/app/settings.tf: nobody reads ${key}`); continue; }
    let section = host;
    for (const part of key.split('__').slice(1, -1)) section = Object.entries(section ?? {}).find(([label]) => label.toLowerCase() === part.toLowerCase())?.[1];
    if (typeof section !== 'object') problems.push(`infra/modules/app/settings.tf: ${key} overrides nothing that host.json has`);
  }
  return problems;
}

function container(root, environment, instance, say) {
  const { configuration, template } = instance.values.body.properties;
  const [{ env = [], probes = [], volumeMounts = [] }] = template.containers;
  if (env instanceof Unknown) return;
  const settings = new Map(env.map(({ name: key, value, secretRef }) => [key, value ?? secretRef]));
  const scheduler = environment.instances.some((other) => other.type === 'azapi_resource' && armType(other) === 'Microsoft.DurableTask/schedulers');
  for (const { key, value, why, when } of needed) {
    if (when === 'scheduler' && !scheduler) continue;
    if (!settings.has(key)) say(`has no setting ${key}: ${why}`);
    else if (value !== undefined && !(value instanceof RegExp ? value.test(show(settings.get(key))) : show(settings.get(key)) === value)) say(`has ${key} = ${show(settings.get(key))}: ${why}`);
  }
  const { connectionName } = JSON.parse(read(root, 'host.json')).extensions.durableTask.storageProvider;
  if (connectionName && ![...settings.keys()].some((key) => key === connectionName || key.startsWith(`${connectionName}__`))) say(`has no setting for the connection ${connectionName} of host.json`);
  if (settings.size !== env.length) say('has a setting twice');

  // A value that the code cannot read is as bad as none.
  const sample = JSON.parse(read(root, 'local.settings.sample.json')).Values;
  const forms = [[/^(\d+\.)?\d\d:\d\d:\d\d/, /^(\d+\.)?\d\d:\d\d:\d\d(\.\d+)?$/, 'a time span'], [/^\d+$/, /^\d+$/, 'a number'], [/^(true|false)$/, /^(true|false)$/, 'true or false']];
  for (const [key, value] of settings) {
    const shown = sample[key.replaceAll('__', ':')] ?? '';
    for (const [like, form, what] of forms) if (like.test(shown) && typeof value === 'string' && !form.test(value)) say(`has ${key} = ${value}, which is not ${what}`);
  }

  // Secrets: what is referred to is there, and what is there is used.
  if (Array.isArray(configuration.secrets)) {
    const defined = configuration.secrets.map(({ name: secret }) => secret);
    const used = [...env.map(({ secretRef }) => secretRef), ...(template.volumes ?? []).flatMap(({ secrets = [] }) => (Array.isArray(secrets) ? secrets : [])).map(({ secretRef }) => secretRef)].filter(Boolean);
    for (const secret of used) if (!defined.includes(secret)) say(`refers to the secret ${show(secret)}, which it does not have`);
    for (const secret of defined) if (!used.includes(secret)) say(`fetches the secret ${show(secret)}, which nothing uses`);
    for (const { volumeName } of volumeMounts) if (!(template.volumes ?? []).some(({ name: volume }) => volume === volumeName)) say(`mounts the volume ${volumeName}, which it does not have`);
  }

  // Ports.
  const dockerfile = read(root, 'FinRisk.Functions/Dockerfile');
  const listens = /ASPNETCORE_URLS=http:\/\/\+:(\d+)/.exec(dockerfile)?.[1];
  const exposes = /^EXPOSE (\d+)/m.exec(dockerfile)?.[1];
  if (listens !== exposes) say(`: the image listens on ${listens} and exposes ${exposes}`);
  if (String(configuration.ingress.targetPort) !== listens) say(`has ingress on port ${configuration.ingress.targetPort}, and the image listens on ${listens}`);
  for (const { type, httpGet, periodSeconds, timeoutSeconds } of probes) {
    if (String(httpGet.port) !== listens) say(`probes ${type} on port ${httpGet.port}, and the image listens on ${listens}`);
    if (timeoutSeconds > periodSeconds) say(`probes ${type} every ${periodSeconds} s and waits ${timeoutSeconds} s for an answer`);
  }
  for (const type of ['Startup', 'Liveness', 'Readiness']) if (!probes.some((probe) => probe.type === type)) say(`has no ${type} probe`);

  // A replica that is told to stop can still answer whoever waits.
  if (!(template.terminationGracePeriodSeconds > longestWait(root))) say(`is killed after ${template.terminationGracePeriodSeconds} s, and a caller may wait ${longestWait(root)} s`);
}

/** What a caller may ask to wait for: RFC 7240 `wait`, as the contract bounds it. */
function longestWait(root) {
  return Number(/wait at most N seconds, 0 to (\d+)/.exec(read(root, 'openapi.yaml'))?.[1]);
}

const described = (root) => new Set([...read(root, 'openapi.yaml').matchAll(/^ {2}(\/[^:]*):$/gm)].map(([, path]) => path));

/** Paths of ours that something else asks for. */
function paths({ type, values }) {
  const properties = values.body?.properties ?? {};
  const probes = (properties.template?.containers ?? []).flatMap(({ probes: list = [] }) => list).map(({ type: kind, httpGet }) => [httpGet.path, `probe ${kind}`]);
  const open = (properties.globalValidation?.excludedPaths ?? []).map((path) => [path, 'without a token']);
  const origin = type === 'azurerm_cdn_frontdoor_origin_group' ? (values.health_probe ?? []).map(({ path }) => [path, 'health probe']) : [];
  return [...probes, ...open, ...origin];
}

/** The doors in front wait longer than the longest answer takes. */
function door({ type, values }, say) {
  if (type === 'azurerm_cdn_frontdoor_profile' && !(values.response_timeout_seconds > 60)) say(`gives up after ${values.response_timeout_seconds} s, and a caller may wait 60 s`);
}

// -------------------------------------------------------------------------------------------------------------- alerts

const queryEvery = new Set(['PT1M', 'PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT45M', 'PT1H', 'PT2H', 'PT3H', 'PT4H', 'PT5H', 'PT6H', 'P1D']);
const queryOver = new Set([...queryEvery, 'P2D']);
const metricEvery = new Set(['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H']);
const metricOver = new Set(['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT12H', 'P1D']);

function minutes(duration) {
  const [, days = 0, hours = 0, mins = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return Number(days) * 1440 + Number(hours) * 60 + Number(mins);
}

/** How often an alert looks and how far back: values that Azure takes, a window no shorter than the interval or the query's own. */
function schedule(root, { type, key, values }, say) {
  const query = type === 'azurerm_monitor_scheduled_query_rules_alert_v2';
  if (!query && type !== 'azurerm_monitor_metric_alert') return;
  const every = query ? values.evaluation_frequency : values.frequency;
  const over = query ? values.window_duration : values.window_size;
  if (!(query ? queryEvery : metricEvery).has(every)) say(`looks every ${every}, which Azure does not offer`);
  if (!(query ? queryOver : metricOver).has(over)) say(`looks back ${over}, which Azure does not offer`);
  if (minutes(over) < minutes(every)) say(`looks every ${every} and only ${over} back`);
  const file = `infra/modules/alerts/queries/${key}.kql`;
  if (!query || !files(root, 'infra/modules/alerts/queries', () => true).includes(file)) return;
  for (const [, number, unit] of read(root, file).matchAll(/ago\((\d+)([mhd])\)/g)) {
    if (Number(number) * { m: 1, h: 60, d: 1440 }[unit] > minutes(over)) say(`asks for ${number}${unit} ago, and sees ${over} only`);
  }
}
