// Faults that a tired colleague would make, each with the one check that must notice. A fault that nothing notices, or
// that sets off another check as well, fails the run: a check that always fails proves as little as one that never does.
// Where a fault breaks two promises at once, `also` names the other check.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runAll } from './checks.mjs';
import { imageFiles } from './checks/durable.mjs';
import { scaleFiles } from './checks/scale.mjs';
import { files, read } from './lib/report.mjs';

const swap = (file, from, to) => (root) => {
  const full = path.join(root, file);
  const text = fs.readFileSync(full, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`the fault does not apply any more: ${file} has no ${from}`);
  fs.writeFileSync(full, changed);
};
const remove = (file) => (root) => fs.rmSync(path.join(root, file));
const append = (file, text) => (root) => fs.appendFileSync(path.join(root, file), text);
const chmod = (file, mode) => (root) => fs.chmodSync(path.join(root, file), mode);

const app = 'infra/modules/app';
const stack = 'infra/modules/stack';
const pipelines = '.azure-pipelines';

export const faults = [
  // Terraform
  { what: 'a lost brace', caughtBy: 'syntax', says: /bootstrap\/outputs\.tf/, seed: swap('infra/bootstrap/outputs.tf', /\}\s*$/, '') },
  { what: 'an unformatted file', caughtBy: 'format', says: /vault\/main\.tf/, seed: swap('infra/modules/vault/main.tf', /^  location +=/m, '  location =') },
  { what: 'a misspelt argument', caughtBy: 'schema', says: /no argument purge_protection_enable\b/, seed: swap('infra/modules/vault/main.tf', 'purge_protection_enabled      =', 'purge_protection_enable       =') },
  { what: 'a misspelt argument in a nested block', caughtBy: 'schema', says: /match_condition: no argument negation_conditoin/, seed: swap('infra/modules/front-door/firewall.tf', 'negation_condition = true', 'negation_conditoin = true') },
  { what: 'a misspelt nested block', caughtBy: 'schema', says: /no argument blob_property/, seed: swap('infra/modules/storage/main.tf', 'blob_properties {', 'blob_property {') },
  { what: 'a resource type that does not exist', caughtBy: 'schema', says: /no resource azurerm_container_registries/, seed: (root) => { for (const file of ['main.tf', 'outputs.tf']) swap(`infra/modules/registry/${file}`, /azurerm_container_registry\b|"azurerm_container_registry"/g, (found) => found.replace('registry', 'registries'))(root); } },
  { what: 'a required argument left out', caughtBy: 'schema', says: /required argument sku_name is missing/, seed: swap('infra/modules/vault/main.tf', /^  sku_name .*\n/m, '') },
  { what: 'a required block left out', caughtBy: 'schema', says: /required block load_balancing is missing/, seed: swap('infra/modules/front-door/main.tf', /\n  load_balancing \{[\s\S]*?\n  \}\n/, '\n') },
  { what: 'a word for a number', caughtBy: 'schema', says: /wants a number/, seed: swap('infra/modules/front-door/main.tf', 'response_timeout_seconds = 90', 'response_timeout_seconds = "long"') },
  { what: 'an argument that a newer provider has dropped', caughtBy: 'schema', says: /no argument enable_https_traffic_only/, seed: swap('infra/modules/storage/main.tf', 'https_traffic_only_enabled       =', 'enable_https_traffic_only        =') },
  { what: 'a variable that nobody declared', caughtBy: 'references', says: /var\.locaton: no such variable/, seed: swap('infra/modules/vault/main.tf', 'var.location', 'var.locaton') },
  { what: 'a local that nobody declared', caughtBy: 'references', says: /local\.name\.tags: no such local/, seed: swap(`${stack}/main.tf`, 'local.names.tags', 'local.name.tags') },
  { what: 'a field that an object variable does not have', caughtBy: 'references', says: /has no field storage_account/, seed: swap(`${app}/settings.tf`, 'var.storage.name', 'var.storage.storage_account') },
  { what: 'an output that a module does not have', caughtBy: 'references', says: /has no output host\b/, seed: swap(`${stack}/outputs.tf`, 'module.app[key].host_name', 'module.app[key].host') },
  { what: 'an attribute that a resource does not export', caughtBy: 'references', says: /exports no vault_url/, seed: swap('infra/modules/vault/outputs.tf', 'vault_uri', 'vault_url') },
  { what: 'a resource that is not there', caughtBy: 'references', says: /no such resource/, seed: swap('infra/modules/front-door/firewall.tf', 'azurerm_cdn_frontdoor_endpoint.this.id', 'azurerm_cdn_frontdoor_endpoint.main.id') },
  { what: 'a module call with an undeclared variable', caughtBy: 'references', says: /declares no variable zone_redundancy/, seed: swap(`${stack}/main.tf`, /^( +durable_backend +)= var\.durable_backend\n/m, (found, before) => `${found}${before.replace('durable_backend', 'zone_redundancy')}= true\n`) },
  { what: 'a module call without a required variable', caughtBy: 'references', says: /required variable short_name/, seed: swap(`${stack}/main.tf`, /^ +short_name .*\n/m, '') },
  { what: 'a module that is not there', caughtBy: 'references', says: /no module at/, seed: swap('infra/modules/stamp/main.tf', '"../redis"', '"../cache"') },
  { what: 'a variable that nothing reads', caughtBy: 'references', says: /variable spare is never used/, seed: append('infra/modules/registry/variables.tf', '\nvariable "spare" {\n  description = "Not read by anything."\n  type        = string\n  default     = ""\n}\n') },
  { what: 'an unknown azapi property', caughtBy: 'azapi', says: /maxReplica"/, seed: swap(`${app}/main.tf`, 'maxReplicas     =', 'maxReplica      =') },
  { what: 'an unknown property inside a loop', caughtBy: 'azapi', says: /secretRfe/, seed: swap(`${app}/main.tf`, 'secretRef = secret', 'secretRfe = secret') },
  { what: 'a value of the wrong type in an azapi body', caughtBy: 'azapi', says: /expected a value of type/, seed: swap(`${app}/main.tf`, /external      = true/, 'external      = "yes"') },
  { what: 'an azapi type that does not exist', caughtBy: 'azapi', says: /does not have types available/, seed: swap(`${app}/main.tf`, 'Microsoft.App/containerApps@2026-01-01', 'Microsoft.App/containerApp@2026-01-01') },
  { what: 'an azapi API version that does not exist', caughtBy: 'azapi', says: /does not have types available/, seed: swap('infra/modules/redis/main.tf', 'redisEnterprise@2025-07-01', 'redisEnterprise@2025-07-32') },
  { what: 'a required azapi property left out', caughtBy: 'azapi', says: /missing the following required properties: "sku"/, seed: swap('infra/modules/durable-task-scheduler/main.tf', /      sku = \{[\s\S]*?\n      \}\n/, '') },
  { what: 'a provider that floats', caughtBy: 'pins', says: /not pinned to one version/, seed: swap('infra/modules/registry/versions.tf', '"4.55.0"', '"~> 4.55"') },
  { what: 'a provider that the typings do not describe', caughtBy: 'pins', says: /the typings describe/, seed: swap('infra/modules/registry/versions.tf', '"4.55.0"', '"4.54.0"') },
  { what: 'a pipeline with another Terraform', caughtBy: 'pins', says: /Terraform 1\.9\.0/, seed: swap(`${pipelines}/variables.yml`, /terraformVersion: .*/, 'terraformVersion: 1.9.0') },
  { what: 'a role that the pipeline may not grant', caughtBy: 'contracts', says: /may not grant Key Vault Secrets User/, seed: swap('infra/bootstrap/roles.tf', /^ +"Key Vault Secrets User".*\n/m, '') },
  { what: 'a role without a reason', caughtBy: 'contracts', says: /a role without a reason/, seed: swap(`${stack}/roles.tf`, /^  description          = each\.value\.reason\n/m, '') },
  { what: 'a variable without a type', caughtBy: 'contracts', says: /has no type/, seed: swap('infra/modules/registry/variables.tf', /^  type        = bool\n/m, '') },
  { what: 'a resource without tags', caughtBy: 'contracts', says: /no tags/, seed: swap('infra/modules/network/egress.tf', /^  tags +=.*\n/m, '') },
  { what: 'a secret among the plain settings', caughtBy: 'settings', says: /belongs into app_secrets/, seed: swap(`${app}/settings.tf`, /( +)"RiskShield__BaseUrl"( +=)/, '$1"RiskShield__ApiKey" $2') },
  { what: 'a setting out of order', caughtBy: 'settings', says: /not sorted/, seed: swap(`${app}/settings.tf`, '"FUNCTIONS_WORKER_RUNTIME" ', '"ZUNCTIONS_WORKER_RUNTIME" ') },
  { what: 'a secret written into Terraform', caughtBy: 'secrets', says: /token is given a literal/, seed: swap('infra/modules/alerts/main.tf', /runbook = "[^"]*"/, 'token = "9f8e7d6c5b4a"') },
  { what: 'a storage account key in a script', caughtBy: 'secrets', says: /looks like a storage account key/, seed: swap(`${pipelines}/scripts/push.sh`, /^set -euo pipefail$/m, `set -euo pipefail\n# Account${'Key'}=${'q'.repeat(43)}=`) },
  { what: 'a token in a pipeline', caughtBy: 'secrets', says: /looks like a token/, seed: append(`${pipelines}/steps/dotnet.yml`, `# ey${'J'}${'a'.repeat(30)}.${'b'.repeat(20)}\n`) },
  { what: 'a secret read into the state', caughtBy: 'secrets', also: ['order'], says: /keeps a secret in the state/, seed: append('infra/modules/vault/main.tf', '\nresource "azurerm_key_vault_secret" "pepper" {\n  name         = "privacy-pepper"\n  key_vault_id = azurerm_key_vault.this.id\n  tags         = var.tags\n}\n') },
  { what: 'an access key handed out', caughtBy: 'secrets', says: /reads primary_access_key/, seed: swap('infra/modules/storage/outputs.tf', 'azurerm_storage_account.this.name', 'azurerm_storage_account.this.primary_access_key') },

  // What an apply would meet
  { what: 'a value that a module below refuses', caughtBy: 'expansion', also: ['scale'], says: /refuses cpu/, seed: swap('infra/environments/prod/main.tf', /^( +cpu +)= 1$/m, '$1= 3') },
  { what: 'two subnets that overlap', caughtBy: 'expansion', says: /overlaps/, seed: swap('infra/modules/network/management.tf', 'cidrsubnet(var.address_space, 4, 10)', 'cidrsubnet(var.address_space, 4, 9)') },
  { what: 'storage without keys whose data plane azurerm waits for', caughtBy: 'traps', says: /prod: .*storage_account.* data_plane_available = false/, seed: swap('infra/environments/prod/versions.tf', 'data_plane_available = false', 'data_plane_available = true') },
  { what: 'storage that azurerm opens with a key', caughtBy: 'traps', says: /storage_use_azuread = true/, seed: swap('infra/environments/dev/versions.tf', /^ +storage_use_azuread = true\n/m, '') },
  { what: 'a provider that registers resource providers', caughtBy: 'traps', says: /prod: azurerm needs resource_provider_registrations/, seed: swap('infra/environments/prod/versions.tf', /^ +resource_provider_registrations = "none"\n/m, '') },
  { what: 'a resource provider that nobody registers', caughtBy: 'traps', says: /does not register Microsoft\.DurableTask/, seed: swap('infra/scripts/providers.sh', /^ +Microsoft\.DurableTask\/schedulers\n/m, '') },
  { what: 'function keys that no host makes', caughtBy: 'traps', says: /AzureWebJobsSecretStorageType is not set/, seed: swap(`${app}/settings.tf`, /^ +"AzureWebJobsSecretStorageType".*\n/m, '') },
  { what: 'function keys mounted where the host does not look', caughtBy: 'traps', says: /no secret volume is mounted there/, seed: swap(`${app}/main.tf`, '"/run/secrets/functions-keys"', '"/run/secrets/function-keys"') },
  { what: 'a resource whose refresh lists access keys', caughtBy: 'traps', says: /azurerm_app_configuration.*Reader, may do.*lists the access keys/, seed: append('infra/modules/registry/main.tf', '\nresource "azurerm_app_configuration" "flags" {\n  name                  = "appcs-${var.name}"\n  resource_group_name   = var.resource_group_name\n  location              = var.location\n  sku                   = "standard"\n  local_auth_enabled    = false\n  public_network_access = "Disabled"\n  tags                  = var.tags\n}\n'), also: ['invariants'] },
  { what: 'an alert that fires at every plan', caughtBy: 'traps', says: /vault-forbidden\.kql: needs the app's own identity/, seed: swap('infra/modules/alerts/queries/vault-forbidden.kql', / and tostring\(Identity\.claim\.appid\) == "\$\{app_client_id\}"/, '') },
  { what: 'metrics of storage in a category that it lacks', caughtBy: 'traps', says: /category Transaction/, seed: swap('infra/modules/storage/outputs.tf', 'metric_category = "Transaction"', 'metric_category = "AllMetrics"') },
  { what: 'a row in the log for every poll of a queue', caughtBy: 'traps', says: /no logs of queues and tables/, seed: swap('infra/modules/storage/outputs.tf', /^( +)storage_blob = /m, '$1storage_queue = { id = "${azurerm_storage_account.this.id}/queueServices/default", metrics = false }\n$&') },
  { what: 'a private link from where Front Door has none', caughtBy: 'traps', says: /private link location/, seed: (root) => { swap('infra/environments/prod/main.tf', /^( +)front_door_enabled = true\n/m, '$&$1private_link_location = "southafricawest"\n')(root); swap('infra/modules/front-door/variables.tf', /\n  validation \{\n    condition = alltrue\(\[\n[\s\S]*?\n  \}\n/, '\n')(root); }, also: ['validations'] },

  // What must hold whatever changes
  { what: 'a vault of prod with a public door', caughtBy: 'invariants', says: /azurerm_key_vault\.this must be closed to the internet/, seed: swap('infra/modules/vault/main.tf', 'public_network_access_enabled = !var.private', 'public_network_access_enabled = true') },
  { what: 'storage of prod that lets everybody in', caughtBy: 'invariants', says: /storage_account\.this must refuse what no rule lets in/, seed: swap('infra/modules/storage/main.tf', 'default_action = var.private ? "Deny" : "Allow"', 'default_action = "Allow"') },
  { what: 'an account key that works', caughtBy: 'invariants', says: /shared_access_key_enabled = false/, seed: swap('infra/modules/storage/main.tf', /shared_access_key_enabled( +)= false/, 'shared_access_key_enabled$1= true') },
  { what: 'flags that an access key opens', caughtBy: 'invariants', says: /disableLocalAuth = true/, seed: swap('infra/modules/app-configuration/main.tf', /disableLocalAuth( +)= true/, 'disableLocalAuth$1= false') },
  { what: 'an owner', caughtBy: 'invariants', says: /must not grant Owner/, seed: swap('infra/bootstrap/identities.tf', '"Contributor"', '"Owner"') , also: ['pages'] },
  { what: 'a role of our own that may do everything', caughtBy: 'invariants', says: /must name its actions: \*/, seed: append('infra/modules/stack/roles.tf', '\nresource "azurerm_role_definition" "operator" {\n  name  = "FinRisk operator"\n  scope = azurerm_resource_group.shared.id\n\n  permissions {\n    actions = ["*"]\n  }\n}\n') },
  { what: 'a role whose id is another one', caughtBy: 'invariants', says: /b86a8fe4-44ce-4948-aee5-eccb2c155cd7 is not Key Vault Secrets User but Key Vault Secrets Officer/, seed: swap('infra/bootstrap/roles.tf', '4633458b-17de-408a-b874-0445c86b69e6', 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7') },
  { what: 'a pipeline that may grant to people', caughtBy: 'invariants', says: /must grant to service principals only/, seed: swap('infra/bootstrap/identities.tf', "StringEqualsIgnoreCase {'ServicePrincipal'}", "StringEqualsIgnoreCase {'ServicePrincipal', 'User'}") },
  { what: 'a private DNS zone of another service', caughtBy: 'invariants', says: /privatelink\.vaultcore\.azure\.net.*not into privatelink\.vault\.azure\.net/, seed: swap('infra/modules/stamp/private_endpoints.tf', 'privatelink.vaultcore.azure.net', 'privatelink.vault.azure.net') },
  { what: 'a group id that the service does not have', caughtBy: 'invariants', says: /must ask for a group that Microsoft\.App\/managedEnvironments has/, seed: swap('infra/modules/stamp/private_endpoints.tf', 'subresource = "managedEnvironments"', 'subresource = "environments"') },
  { what: 'a federation for another audience', caughtBy: 'invariants', says: /audience api:\/\/AzureADTokenExchange/, seed: swap('infra/devops/connections.tf', 'api://AzureADTokenExchange', 'api://AzureAD') },
  { what: 'a federation that trusts whatever comes', caughtBy: 'invariants', says: /must name one subject/, seed: swap('infra/devops/connections.tf', /subject( +)= azuredevops_.*/, 'subject$1= "sc://finsure/*"') },
  { what: 'a connection to prod that any branch may use', caughtBy: 'invariants', says: /prod-apply.* must be usable from main alone/, seed: swap('infra/devops/guards.tf', '"refs/pull/*" : "refs/heads/main"', '"refs/pull/*" : "refs/heads/*"'), also: ['devops'] },
  { what: 'a pull request that signs in as the apply identity', caughtBy: 'invariants', says: /must not sign in as finrisk-dev-apply, which has .*Contributor/, seed: (root) => { swap(`${pipelines}/steps/plan.yml`, 'values: [plan, review]\n', 'values: [plan, review, apply]\n')(root); swap(`${pipelines}/pull-request.yml`, 'access: review', 'access: apply')(root); } },
  { what: 'a pull request that publishes an image', caughtBy: 'invariants', says: /must not sign in as finrisk-dev-apply/, seed: swap(`${pipelines}/pull-request.yml`, 'publish: false', 'publish: true') },
  { what: 'an image by its tag', caughtBy: 'invariants', says: /must run an image by its digest/, seed: (root) => { swap(`${stack}/main.tf`, '${var.image_repository}@${var.image_digest}', '${var.image_repository}:${var.environment}')(root); swap(`${app}/variables.tf`, '@sha256:[0-9a-f]{64}$", var.image', '[@:].+$", var.image')(root); }, also: ['validations'] },
  { what: 'a tool without a version', caughtBy: 'invariants', says: /aquasec\/trivy must be named by its digest or an exact version/, seed: swap(`${pipelines}/scripts/scan.sh`, 'docker.io/aquasec/trivy:$TRIVY_VERSION', 'docker.io/aquasec/trivy') },

  // What must be there first
  { what: 'an app that does not wait for its roles', caughtBy: 'order', says: /azapi_resource\.app does not wait for azurerm_role_assignment\.regional/, seed: swap(`${stack}/main.tf`, 'azurerm_role_assignment.regional, module.stamp]', 'module.stamp]') },
  { what: 'an app that does not wait for its private endpoints', caughtBy: 'order', says: /azapi_resource\.app does not wait for azurerm_private_endpoint\.this/, seed: swap(`${stack}/main.tf`, 'azurerm_role_assignment.regional, module.stamp]', 'azurerm_role_assignment.regional]') },
  { what: 'an environment that does not wait for its way out', caughtBy: 'order', says: /azurerm_container_app_environment\.this does not wait for azurerm_subnet_nat_gateway_association\.apps/, seed: swap('infra/modules/network/outputs.tf', /^ +azurerm_subnet_nat_gateway_association\.apps,\n/m, '') },
  { what: 'a key in the vault before its role and its way in', caughtBy: 'order', says: /azurerm_key_vault_key\.data does not wait for azurerm_role_assignment\.shared: it needs a role on the data side/, seed: append('infra/modules/vault/main.tf', '\nresource "azurerm_key_vault_key" "data" {\n  name         = "data"\n  key_vault_id = azurerm_key_vault.this.id\n  key_type     = "RSA"\n  key_size     = 3072\n  key_opts     = ["wrapKey", "unwrapKey"]\n  tags         = var.tags\n}\n') },

  // What variables take
  { what: 'a validation that lets a tag through', caughtBy: 'validations', says: /image takes "cr\.azurecr\.io\/finrisk:latest"/, seed: swap(`${app}/variables.tf`, '@sha256:[0-9a-f]{64}$", var.image', '.*$", var.image') },
  { what: 'a validation that refuses what is right', caughtBy: 'validations', says: /min_replicas refuses 1\b/, seed: swap(`${app}/variables.tf`, 'var.min_replicas >= 1 &&', 'var.min_replicas > 3 &&'), also: ['expansion'] },
  { what: 'a validation without an example', caughtBy: 'validations', says: /examples\.mjs has no values for name/, seed: swap('infra/modules/redis/variables.tf', /(variable "name" \{\n[\s\S]*?type        = string\n)/, '$1\n  validation {\n    condition     = length(var.name) > 0\n    error_message = "name must not be empty."\n  }\n') },
  { what: 'a name that is too long for storage', caughtBy: 'validations', says: /naming\.tftest\.hcl: longest: Even the longest workload/, seed: swap('infra/modules/naming/main.tf', 'substr(sha256(var.subscription_id), 0, 5)', 'substr(sha256(var.subscription_id), 0, 8)') },

  // What others must say alike
  { what: 'a setting that nobody reads', caughtBy: 'agreement', says: /nobody reads RiskShield__BaseUri/, seed: swap(`${app}/settings.tf`, '"RiskShield__BaseUrl"', '"RiskShield__BaseUri"') },
  { what: 'storage without the address of its queues', caughtBy: 'agreement', says: /has no setting AzureWebJobsStorage__queueServiceUri/, seed: swap(`${app}/settings.tf`, /^ +"AzureWebJobsStorage__queueServiceUri".*\n/m, '') },
  { what: 'storage opened as another identity', caughtBy: 'agreement', says: /AzureWebJobsStorage__clientId = .*system-assigned/, seed: swap(`${app}/settings.tf`, /("AzureWebJobsStorage__clientId" +)= .*/, '$1= "11111111-0000-0000-0000-000000000000"') },
  { what: 'ingress on a port that nobody listens on', caughtBy: 'agreement', says: /ingress on port 80, and the image listens on 8080/, seed: swap(`${app}/main.tf`, 'targetPort    = 8080', 'targetPort    = 80') },
  { what: 'a probe of a path that does not exist', caughtBy: 'agreement', says: /asks for \/healthz \(probe Startup\)/, seed: swap(`${app}/main.tf`, '"/health/live"', '"/healthz"') },
  { what: 'a replica that is killed under a waiting caller', caughtBy: 'agreement', says: /is killed after 30 s, and a caller may wait 60 s/, seed: swap(`${app}/main.tf`, 'terminationGracePeriodSeconds = 90', 'terminationGracePeriodSeconds = 30') },
  { what: 'a time that the code cannot read', caughtBy: 'agreement', says: /RiskShield__AttemptTimeout = 10s, which is not a time span/, seed: swap(`${app}/settings.tf`, /^( +)"RiskShield__BaseUrl"/m, '$1"RiskShield__AttemptTimeout" = "10s"\n$&') },
  { what: 'an alert that asks for more than it sees', caughtBy: 'agreement', says: /asks for 2h ago, and sees PT1H only/, seed: swap('infra/modules/alerts/queries/queue-backlog.kql', 'ago(5m)', 'ago(2h)') },
  { what: 'an interval that Azure does not offer', caughtBy: 'agreement', says: /looks every PT7M, which Azure does not offer/, seed: swap('infra/modules/alerts/main.tf', 'frequency = "PT5M"', 'frequency = "PT7M"') },

  // Queries
  { what: 'a column that the table lacks', caughtBy: 'kql', says: /five-xx-ratio\.kql: line \d: KS142 .*StatusCode/, seed: swap('infra/modules/alerts/queries/five-xx-ratio.kql', 'toint(ResultCode)', 'toint(StatusCode)') },
  { what: 'a comparison of a word with a number', caughtBy: 'kql', says: /KS106 .*string and/, seed: swap('infra/modules/alerts/queries/five-xx-ratio.kql', 'toint(ResultCode) >= 500', 'ResultCode >= 500') },
  { what: 'a table that does not exist', caughtBy: 'kql', says: /AppTrace'/, seed: swap('docs/telemetry.md', 'AppTraces | where', 'AppTrace | where') },
  { what: 'a function that Kusto does not have', caughtBy: 'kql', says: /KS211 .*percent/, seed: swap('infra/modules/alerts/queries/latency-p95.kql', 'percentile(', 'percent(') },
  { what: 'a filter on a column that blob logs lack', caughtBy: 'kql', says: /transformation\.tf: line 2: KS142 .*BlobName/, seed: swap('infra/modules/observability/transformation.tf', 'source | where ObjectKey', 'source | where BlobName') },

  // Alerts and pages
  { what: 'an unknown metric in a query', caughtBy: 'alerts', says: /no metric finrisk\.provider\.errors/, seed: swap('infra/modules/alerts/queries/vendor-availability.kql', /finrisk\.provider\.failures/g, 'finrisk.provider.errors') },
  { what: 'an unknown event in a query', caughtBy: 'alerts', says: /no event circuit_open\b/, seed: swap('infra/modules/alerts/queries/circuit-open.kql', '"circuit_opened"', '"circuit_open"') },
  { what: 'an unknown event in the workbook', caughtBy: 'alerts', says: /no event validation_done/, seed: swap('infra/modules/alerts/workbook.json', 'validation_completed', 'validation_done') },
  { what: 'a dead runbook link', caughtBy: 'alerts', says: /no heading 'log-cap'/, seed: swap('docs/runbook.md', /^### log-cap$/m, '### the cap of the logs') },
  { what: 'an alert without a word on when it is over', caughtBy: 'alerts', says: /log-cap has no paragraph 'Over when'/, seed: swap('docs/runbook.md', /\*\*Over when\*\* rows arrive/, 'Rows arrive') },
  { what: 'a dead runbook link of the availability alert', caughtBy: 'alerts', says: /no heading 'availability'/, seed: swap('docs/runbook.md', /^### availability$/m, '### not available') },
  { what: 'an alert without a query', caughtBy: 'alerts', says: /log-cap\.kql: missing/, seed: remove('infra/modules/alerts/queries/log-cap.kql') },
  { what: 'a query whose parentheses do not match', caughtBy: 'kql', says: /KS005 Expected: \)/, seed: swap('infra/modules/alerts/queries/vault-forbidden.kql', 'count()', 'count(') },
  { what: 'a resource file that the page does not name', caughtBy: 'pages', says: /does not name infra\/modules\/network\/egress\.tf/, seed: swap('docs/infra.md', /infra\/modules\/network\/egress\.tf/g, 'infra/modules/network/nat.tf') },
  { what: 'a role that the page does not name', caughtBy: 'pages', says: /the role AcrPull/, seed: swap('docs/infra.md', /AcrPull/g, 'Acr Pull') },
  { what: 'a page link that leads nowhere', caughtBy: 'pages', says: /leads nowhere/, seed: append('docs/cost.md', '\nSee [there](nowhere.md).\n') },

  // Pipelines and scripts
  { what: 'YAML that does not parse', caughtBy: 'pipelines', says: /steps\/digest\.yml/, seed: append(`${pipelines}/steps/digest.yml`, '  bad: [\n') },
  { what: 'a removed template', caughtBy: 'pipelines', says: /there is no template \.\.\/steps\/promote\.yml/, seed: remove(`${pipelines}/steps/promote.yml`) },
  { what: 'an undeclared template parameter', caughtBy: 'pipelines', says: /declares no parameter region/, seed: swap(`${pipelines}/templates/release.yml`, /      environment: dev\n/, '      environment: dev\n      region: san\n') },
  { what: 'a missing required parameter', caughtBy: 'pipelines', says: /needs the parameter digestArtifact/, seed: swap(`${pipelines}/templates/release.yml`, /^ +digestArtifact: verified-dev\n/m, '') },
  { what: 'a parameter value that is not allowed', caughtBy: 'pipelines', says: /does not take test for environment/, seed: swap(`${pipelines}/pull-request.yml`, 'environment: dev', 'environment: test') },
  { what: 'a parameter that the template uses and does not declare', caughtBy: 'pipelines', says: /parameters\.enviroment is not declared/, seed: swap(`${pipelines}/stages/deploy.yml`, 'finrisk-${{ parameters.environment }}\n', 'finrisk-${{ parameters.enviroment }}\n') },
  { what: 'continueOnError', caughtBy: 'pipelines', says: /continueOnError/, seed: swap(`${pipelines}/steps/checks.yml`, '    displayName: Tests\n', '    displayName: Tests\n    continueOnError: true\n') },
  { what: 'a secret literal in a pipeline', caughtBy: 'pipelines', says: /FINRISK_KEY is given a literal/, seed: swap(`${pipelines}/stages/verify.yml`, '$(finrisk-verify-key)', '<the key>') },
  { what: 'a floating agent image', caughtBy: 'pipelines', says: /floats/, seed: swap(`${pipelines}/stages/build.yml`, 'ubuntu-24.04', 'ubuntu-latest') },
  { what: 'a floating tool version', caughtBy: 'pipelines', says: /floats/, seed: swap(`${pipelines}/variables.yml`, /trivyVersion: .*/, 'trivyVersion: latest') },
  { what: 'a script that is not there', caughtBy: 'pipelines', says: /there is no script/, seed: remove(`${pipelines}/scripts/scan.sh`) },
  { what: 'a stage that waits for one that is not there', caughtBy: 'pipelines', says: /waits for dev_check/, seed: swap(`${pipelines}/templates/release.yml`, 'dependsOn: dev_verify', 'dependsOn: dev_check') },
  { what: 'an apply that no approval guards', caughtBy: 'pipelines', says: /its approvals do not apply/, seed: swap(`${pipelines}/stages/apply.yml`, /^ +environment: finrisk-.*\n/m, '') },
  { what: 'a finding ignored for ever', caughtBy: 'pipelines', says: /more than 90 days/, seed: swap(`${pipelines}/trivyignore.yaml`, 'vulnerabilities: []', 'vulnerabilities:\n  - id: CVE-2026-0001\n    statement: Not reachable.\n    expired_at: 2099-01-01') },
  { what: 'a pipeline that builds for another Durable backend', caughtBy: 'durable', says: /azure-pipelines\.yml: durableBackend is scheduler, but .*dev.* storage/, seed: swap(`${pipelines}/azure-pipelines.yml`, 'default: storage', 'default: scheduler') },
  { what: 'an environment on another Durable backend than its image', caughtBy: 'durable', says: /environments\/prod\/main\.tf says scheduler/, seed: swap('infra/environments/prod/main.tf', /(durable_backend +)= "storage"/, '$1= "scheduler"') },
  { what: 'a backend that only Terraform knows', caughtBy: 'durable', also: ['validations'], says: /Terraform's storage, scheduler, mssql/, seed: swap('infra/modules/stamp/variables.tf', '["storage", "scheduler"]', '["storage", "scheduler", "mssql"]') },
  { what: 'a backend that the host is told nothing of', caughtBy: 'durable', also: ['agreement'], says: /no setting .*storageProvider__type/, seed: swap(`${app}/settings.tf`, 'storageProvider__type"   ', 'storageProvider__types"  ') },
  { what: 'an unquoted variable in a script', caughtBy: 'shell', says: /SC2086/, seed: swap(`${pipelines}/scripts/push.sh`, 'docker push --quiet "$reference"', 'docker push --quiet $reference') },
  { what: 'a script that goes on after an error', caughtBy: 'shell', says: /does not stop at an error/, seed: swap('infra/scripts/approve-private-link.sh', /^set -euo pipefail\n/m, '') },
  { what: 'a restore that lets the run pass', caughtBy: 'behaviour', says: /restore fails the run/, seed: swap(`${pipelines}/scripts/deploy.sh`, /^  exit 1\nfi$/m, 'fi') },
  { what: 'a verification that does not look at the kind', caughtBy: 'behaviour', says: /another kind fails/, seed: swap(`${pipelines}/scripts/verify.sh`, /^  check "\$region: kind".*\n/m, '') },
  { what: 'a verification that asks the common door only', caughtBy: 'behaviour', says: /second region that is not ready/, seed: swap(`${pipelines}/scripts/verify.sh`, /^  service "\$region" "\$door".*$/m, '  : "$door"') },
  { what: 'a plan that shows its values', caughtBy: 'behaviour', says: /no value is in the log/, seed: swap(`${pipelines}/scripts/terraform.sh`, 'terraform plan -lock=false -out "$plan" >/dev/null\n', 'terraform plan -lock=false -out "$plan"\n') },
  { what: 'an apply of whatever plan lies there', caughtBy: 'behaviour', says: /another plan than the approved one/, seed: swap(`${pipelines}/scripts/terraform.sh`, '!= "$PLAN_SHA256"', '== ""') },
  { what: 'a pepper that is made anew', caughtBy: 'behaviour', says: /a pepper is never replaced/, seed: swap(`${pipelines}/scripts/set-secret.sh`, 'if exists privacy-pepper', 'if ! true') },
  { what: 'an authorisation of all pipelines', caughtBy: 'devops', says: /which means all of them/, seed: swap('infra/devops/guards.tf', /^  pipeline_id .*\n/m, '') },
  { what: 'a variable group open to all pipelines', caughtBy: 'devops', says: /open to all pipelines/, seed: swap('infra/devops/environments.tf', 'allow_access = false', 'allow_access = true') },
  { what: 'a pull request that may use the identity of plans', caughtBy: 'devops', also: ['invariants'], says: /runs from any branch/, seed: swap('infra/devops/main.tf', 'uses = ["review"]', 'uses = ["review", "plan"]') },
  { what: 'service connections without a lock', caughtBy: 'devops', says: /no azuredevops_check_exclusive_lock goes over/, seed: swap('infra/devops/guards.tf', 'merge(local.endpoints, local.deployments)', 'local.deployments') },
  { what: 'a release that leaves the required template', caughtBy: 'devops', says: /does not extend/, seed: swap('infra/devops/main.tf', 'templates/release.yml', 'templates/deliver.yml') },
  { what: 'a stage that a newer run cancels', caughtBy: 'pipelines', says: /lockBehavior: sequential/, seed: swap(`${pipelines}/stages/apply.yml`, /^ +lockBehavior: sequential\n/m, '') },
  { what: 'a misspelt argument of Azure DevOps', caughtBy: 'schema', says: /no argument allowed_branch\b/, seed: swap('infra/devops/guards.tf', 'allowed_branches     =', 'allowed_branch       =') },
  { what: 'a script that cannot be started', caughtBy: 'shell', says: /is not executable/, seed: chmod(`${pipelines}/scripts/deploy.sh`, 0o644) },

  // Service levels
  { what: 'an objective that its alert does not know', caughtBy: 'alerts', says: /leaves it a budget of 0\.001, its query has 0\.005/, seed: swap('docs/service-levels.md', '| 99.5 % |', '| 99.9 % |') },
  { what: 'an objective without its alert', caughtBy: 'alerts', says: /no objective has the alert slo-loss/, seed: swap('docs/service-levels.md', /^\| no accepted validation.*\n/m, '') },

  // The plan of scale
  { what: 'prod on the partitions of development', caughtBy: 'scale', says: /4 partitions; prod needs 16/, seed: swap('infra/environments/prod/main.tf', /^  partition_count = 16\n/m, '') },
  { what: 'a partition setting that the host does not know', caughtBy: 'scale', says: /no setting .*partitionCount/, seed: swap(`${app}/settings.tf`, 'storageProvider__partitionCount" ', 'storageProvider__partitionsCount"') },
  { what: 'another concurrency than the plan was simulated with', caughtBy: 'scale', says: /simulated with other settings/, seed: swap('host.json', '"maxConcurrentActivityFunctions": 64', '"maxConcurrentActivityFunctions": 32') },
  { what: 'another polling interval than the idle requests are reckoned with', caughtBy: 'scale', says: /not read at the pace/, seed: swap('host.json', '"00:00:00.500"', '"00:00:30"') },
  { what: 'replicas that the plan does not know', caughtBy: 'scale', says: /simulated with other settings/, seed: swap('infra/environments/prod/main.tf', /max_replicas( +)= 60/, 'max_replicas$1= 80') },
  { what: 'a break that the model does not know', caughtBy: 'scale', says: /Circuit:BreakDuration/, seed: swap('docs/contract.md', '`Circuit:BreakDuration` | 60 s |', '`Circuit:BreakDuration` | 30 s |') },
  { what: 'a figure of the plan changed by hand', caughtBy: 'scale', says: /is not what the program prints/, seed: swap('docs/scale.md', /\| \*\*planned with\*\* \| \*\*18\.0\*\*/, '| **planned with** | **15.0**') },
  { what: 'a cost that the load does not give', caughtBy: 'scale', says: /storage transactions and space' says/, seed: swap('docs/cost.md', /(\| storage transactions and space \|.*\|) [\d,]+ \|$/m, '$1 18,450 |') },
  { what: 'a column of costs that does not add up', caughtBy: 'scale', says: /adds up to/, seed: swap('docs/cost.md', /^\| registry \| 5 \|/m, '| registry | 50 |') },
  { what: 'a longer validation id, without room for its stamp', caughtBy: 'scale', says: /spare bits hold no stamp/, seed: swap('FinRisk.Scoring/Ids/ValidationId.cs', 'TimeBytes = 6', 'TimeBytes = 5') },
  { what: 'a model that loses the refused', caughtBy: 'scale', says: /run for ever/, seed: swap('infra/scale/simulation.mjs', "'found') validation.step = 'audit';", "'found') return;") },
  { what: 'a model whose activities have no limit', caughtBy: 'scale', says: /more activities, turns or requests at once/, seed: swap('infra/scale/simulation.mjs', '() => host.activities - replica.activities', '() => 1') },
];

/** Copies what the checks read, seeds the fault, runs every check. */
export async function tryFault(root, fault, checks) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'finrisk-fault-'));
  try {
    // Besides these folders the checks read what the deployment must agree with.
    for (const folder of ['infra', '.azure-pipelines', 'docs', 'host.json', 'openapi.yaml', 'local.settings.sample.json', 'FinRisk.Functions/Dockerfile']) {
      fs.cpSync(path.join(root, folder), path.join(copy, folder), {
        recursive: true,
        filter: (source) => !/node_modules|\.tools|\.terraform$|\/obj$/.test(source),
      });
    }
    for (const file of [...imageFiles, ...scaleFiles]) {
      fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
      fs.copyFileSync(path.join(root, file), path.join(copy, file));
    }
    try { fault.seed(copy); } catch (error) { return { caught: [], others: [], error: error.message }; }
    // A fault is not about spaces, unless it is.
    if (fault.caughtBy !== 'format') {
      const changed = files(copy, 'infra', (file) => file.endsWith('.tf')).filter((file) => !fs.existsSync(path.join(root, file)) || read(copy, file) !== read(root, file));
      if (changed.length > 0) spawnSync('terraform', ['fmt', ...changed], { cwd: copy });
    }
    const found = await runAll(copy, checks);
    const caught = found.get(fault.caughtBy) ?? [];
    const others = [...found].filter(([name]) => name !== fault.caughtBy && !fault.also?.includes(name)).flatMap(([name, problems]) => problems.map((problem) => `${name}: ${problem}`));
    return { caught, others };
  } finally {
    fs.rmSync(copy, { recursive: true, force: true });
  }
}
