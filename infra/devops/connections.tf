# A service connection for each pipeline identity. Azure DevOps signs a token for exactly this connection, and Entra ID trusts
# exactly that token: no password exists that could leak.
resource "azuredevops_serviceendpoint_azurerm" "this" {
  for_each = local.connections

  project_id                             = local.project
  service_endpoint_name                  = "finrisk-${each.key}"
  description                            = "Made by infra/devops. Used by the pipelines that it is authorised for, and by no other."
  service_endpoint_authentication_scheme = "WorkloadIdentityFederation"
  azurerm_spn_tenantid                   = local.bootstrap.tenant_id
  azurerm_subscription_id                = each.value.subscription_id
  azurerm_subscription_name              = var.subscription_names[each.value.environment]

  credentials {
    serviceprincipalid = each.value.client_id
  }
}

resource "azurerm_federated_identity_credential" "this" {
  for_each = local.connections

  name                = "azure-devops"
  resource_group_name = local.bootstrap.resource_group_name
  parent_id           = each.value.id
  audience            = ["api://AzureADTokenExchange"]
  issuer              = azuredevops_serviceendpoint_azurerm.this[each.key].workload_identity_federation_issuer
  subject             = azuredevops_serviceendpoint_azurerm.this[each.key].workload_identity_federation_subject
}

# Prod's apply identity makes the Managed DevOps Pool, and whoever does that must be known to the organisation.
resource "azuredevops_service_principal_entitlement" "apply" {
  for_each = { for name, identity in local.connections : name => identity if name == "prod-apply" }

  origin_id            = each.value.principal_id
  origin               = "aad"
  account_license_type = "stakeholder"
}
