// Facts about Azure that the rules need, each from Microsoft's documentation: what a resource type is called by Resource
// Manager, how private links and their zones are named, and the ids of built-in roles.

/** azurerm's resource types as Resource Manager knows them. An azapi resource says it itself. */
const types = {
  azurerm_api_management: 'Microsoft.ApiManagement/service',
  azurerm_app_configuration: 'Microsoft.AppConfiguration/configurationStores',
  azurerm_application_insights: 'Microsoft.Insights/components',
  azurerm_application_insights_standard_web_test: 'Microsoft.Insights/webTests',
  azurerm_application_insights_workbook: 'Microsoft.Insights/workbooks',
  azurerm_cdn_frontdoor_endpoint: 'Microsoft.Cdn/profiles/afdEndpoints',
  azurerm_cdn_frontdoor_firewall_policy: 'Microsoft.Network/frontDoorWebApplicationFirewallPolicies',
  azurerm_cdn_frontdoor_origin: 'Microsoft.Cdn/profiles/originGroups/origins',
  azurerm_cdn_frontdoor_origin_group: 'Microsoft.Cdn/profiles/originGroups',
  azurerm_cdn_frontdoor_profile: 'Microsoft.Cdn/profiles',
  azurerm_cdn_frontdoor_route: 'Microsoft.Cdn/profiles/afdEndpoints/routes',
  azurerm_cdn_frontdoor_rule: 'Microsoft.Cdn/profiles/ruleSets/rules',
  azurerm_cdn_frontdoor_rule_set: 'Microsoft.Cdn/profiles/ruleSets',
  azurerm_cdn_frontdoor_security_policy: 'Microsoft.Cdn/profiles/securityPolicies',
  azurerm_consumption_budget_subscription: 'Microsoft.Consumption/budgets',
  azurerm_container_app_environment: 'Microsoft.App/managedEnvironments',
  azurerm_container_registry: 'Microsoft.ContainerRegistry/registries',
  azurerm_dev_center: 'Microsoft.DevCenter/devcenters',
  azurerm_dev_center_project: 'Microsoft.DevCenter/projects',
  azurerm_federated_identity_credential: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  azurerm_key_vault: 'Microsoft.KeyVault/vaults',
  azurerm_key_vault_certificate: 'Microsoft.KeyVault/vaults/certificates',
  azurerm_key_vault_key: 'Microsoft.KeyVault/vaults/keys',
  azurerm_key_vault_secret: 'Microsoft.KeyVault/vaults/secrets',
  azurerm_log_analytics_workspace: 'Microsoft.OperationalInsights/workspaces',
  azurerm_management_lock: 'Microsoft.Authorization/locks',
  azurerm_managed_devops_pool: 'Microsoft.DevOpsInfrastructure/pools',
  azurerm_monitor_action_group: 'Microsoft.Insights/actionGroups',
  azurerm_monitor_data_collection_rule: 'Microsoft.Insights/dataCollectionRules',
  azurerm_monitor_diagnostic_setting: 'Microsoft.Insights/diagnosticSettings',
  azurerm_monitor_metric_alert: 'Microsoft.Insights/metricAlerts',
  azurerm_monitor_scheduled_query_rules_alert_v2: 'Microsoft.Insights/scheduledQueryRules',
  azurerm_nat_gateway: 'Microsoft.Network/natGateways',
  azurerm_nat_gateway_public_ip_association: 'Microsoft.Network/natGateways',
  azurerm_network_security_group: 'Microsoft.Network/networkSecurityGroups',
  azurerm_private_dns_zone: 'Microsoft.Network/privateDnsZones',
  azurerm_private_dns_zone_virtual_network_link: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  azurerm_private_endpoint: 'Microsoft.Network/privateEndpoints',
  azurerm_public_ip: 'Microsoft.Network/publicIPAddresses',
  azurerm_resource_group: 'Microsoft.Resources/resourceGroups',
  azurerm_resource_group_policy_assignment: 'Microsoft.Authorization/policyAssignments',
  azurerm_role_assignment: 'Microsoft.Authorization/roleAssignments',
  azurerm_role_definition: 'Microsoft.Authorization/roleDefinitions',
  azurerm_storage_account: 'Microsoft.Storage/storageAccounts',
  azurerm_storage_container: 'Microsoft.Storage/storageAccounts/blobServices/containers',
  azurerm_storage_management_policy: 'Microsoft.Storage/storageAccounts/managementPolicies',
  azurerm_subnet: 'Microsoft.Network/virtualNetworks/subnets',
  azurerm_subnet_nat_gateway_association: 'Microsoft.Network/virtualNetworks/subnets',
  azurerm_subnet_network_security_group_association: 'Microsoft.Network/virtualNetworks/subnets',
  azurerm_user_assigned_identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  azurerm_virtual_network: 'Microsoft.Network/virtualNetworks',
};

/** What Resource Manager calls an instance, or null for what is not Azure's. */
export function armType(instance) {
  if (/^azapi_(update_|data_plane_)?resource/.test(instance.type)) return String(instance.values.type).split('@')[0];
  return types[instance.type] ?? null;
}

/** Namespaces that every subscription has from the start. */
export const alwaysRegistered = new Set(['Microsoft.Authorization', 'Microsoft.Resources', 'Microsoft.Consumption']);

/** Private links: by service the group ids, each with the zone that its names must resolve in. */
export const privateLinks = {
  'Microsoft.App/managedEnvironments': { managedEnvironments: (region) => `privatelink.${region}.azurecontainerapps.io` },
  'Microsoft.AppConfiguration/configurationStores': { configurationStores: 'privatelink.azconfig.io' },
  'Microsoft.Cache/redisEnterprise': { redisEnterprise: 'privatelink.redis.azure.net' },
  'Microsoft.ContainerRegistry/registries': { registry: 'privatelink.azurecr.io' },
  'Microsoft.DurableTask/schedulers': { scheduler: 'privatelink.durabletask.io' },
  'Microsoft.KeyVault/vaults': { vault: 'privatelink.vaultcore.azure.net' },
  'Microsoft.Storage/storageAccounts': {
    blob: 'privatelink.blob.core.windows.net',
    queue: 'privatelink.queue.core.windows.net',
    table: 'privatelink.table.core.windows.net',
    file: 'privatelink.file.core.windows.net',
  },
};

/** Built-in roles by name: their ids are the same in every tenant. */
export const builtInRoles = {
  AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
  AcrPush: '8311e382-0749-4cb8-b61a-304f252e45ec',
  'App Configuration Data Reader': '516239f1-63e1-4d78-a4de-a74fb236a071',
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  'Durable Task Data Contributor': '0ad04412-c4d5-4796-b79c-f76d14c8d402',
  'Key Vault Crypto Service Encryption User': 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  'Key Vault Secrets Officer': 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb',
  'Network Contributor': '4d97b98b-1d4f-4787-a291-c67834d212e7',
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'Resource Policy Contributor': '36243c78-bf99-498c-9df9-86d9f8d28608',
  'Role Based Access Control Administrator': 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  'Storage Blob Data Reader': '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
  'User Access Administrator': '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
};
