// No secret in any file that this check owns: by name (an argument or setting called a key that is given a literal), by
// form (what tokens, connection strings and private keys look like), and no resource that would put one into the state that opens
// anything. (azurerm keeps the access keys of storage accounts and workspaces there; both services refuse them here.)
import { load, strings } from '../lib/terraform.mjs';
import { files, read } from '../lib/report.mjs';

export const name = 'secrets';
export const promise = 'no secret in Terraform, pipelines, scripts or pages, and no resource that would keep a working one in the state';

const forms = [
  [/AccountKey=[A-Za-z0-9+/]{20,}/, 'a storage account key'],
  [/SharedAccessKey=[A-Za-z0-9+/]{20,}/, 'a shared access key'],
  [/[?&]sig=[A-Za-z0-9%]{20,}/, 'a signed address'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{10,}/, 'a token'],
  [/\b[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,}/, 'an Entra ID client secret'],
  [/InstrumentationKey=[0-9a-f]{8}-/, 'an instrumentation key'],
];

// A name that holds a secret, followed by something that is no reference to one.
const assignment = /(?:^|[\s"'{,])([A-Za-z_]*(?:password|passwd|secret|api_?key|access_?key|token|pepper|pat)["']?)\s*[:=]\s*["']?([^\s"',}]{6,})/gi;
const reference = /^(?:\$|\{|"?\$|var\.|local\.|module\.|each\.|one\(|data\.|null|true|false|string|number|bool|map\(|object\(|set\(|list\(|optional|required|refs?:|https?:|<|…|@|[a-z_]+\.[a-z_.[\]0-9*]+$)/i;
// Settings whose value names a secret and is none.
const named = /^(?:"?privacy-(?:pepper|previous-peppers)|"?(?:riskshield|backup)-api-key|"?redis-connection-string)/;

// Reading any of these brings a credential into the state.
const leaks = ['primary_access_key', 'secondary_access_key', 'primary_connection_string', 'primary_blob_connection_string', 'admin_password', 'primary_shared_key', 'instrumentation_key', 'primary_read_key', 'primary_write_key'];
const leakyResources = new Set(['azurerm_key_vault_secret', 'azurerm_managed_redis', 'azurerm_redis_cache', 'random_password', 'azuread_application_password', 'azurerm_storage_account_sas']);

export async function run(root) {
  const problems = [];
  const own = [
    ...files(root, 'infra', (file) => /\.(tf|tfvars|kql|json|sh|md)$|\/run$/.test(file) && !/tests\/(package-lock\.json|faults)/.test(file)),
    ...files(root, '.azure-pipelines', () => true),
    ...['docs/infra.md', 'docs/cost.md', 'docs/runbook.md'].filter((file) => files(root, 'docs', () => true).includes(file)),
  ];
  for (const file of own) {
    for (const [index, line] of read(root, file).split('\n').entries()) {
      for (const [form, what] of forms) if (form.test(line)) problems.push(`${file}:${index + 1}: looks like ${what}`);
      if (/\.(md|mjs)$/.test(file) || /^\s*(#|\/\/)/.test(line)) continue;
      for (const [, label, value] of line.matchAll(assignment)) {
        if (!reference.test(value) && !named.test(value)) problems.push(`${file}:${index + 1}: ${label} is given a literal`);
      }
    }
  }
  for (const module of (await load(root)).modules) {
    for (const { type, name: label, body, where } of module.resources) {
      if (leakyResources.has(type)) problems.push(`${where}: ${type}.${label} keeps a secret in the state`);
      for (const { text } of strings(body)) for (const leak of leaks) if (text.includes(`.${leak}`)) problems.push(`${where}: ${type}.${label} reads ${leak}`);
    }
    for (const [label, { value, where }] of [...module.outputs].map(([label, output]) => [label, { value: output.value, where: output.where }])) {
      for (const { text } of strings(value)) for (const leak of leaks) if (text.includes(`.${leak}`)) problems.push(`${where}: output ${label} reads ${leak}`);
    }
  }
  return problems;
}
