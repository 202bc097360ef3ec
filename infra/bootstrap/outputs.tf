output "resource_group_name" {
  description = "Group of the state account: `-backend-config=resource_group_name=…`."
  value       = azurerm_resource_group.pipeline.name
}

output "storage_account_name" {
  description = "State account: `-backend-config=storage_account_name=…`."
  value       = azurerm_storage_account.state.name
}

output "plans_storage_account_name" {
  description = "Account that plans wait for their approval in."
  value       = azurerm_storage_account.plans.name
}

output "identities" {
  description = "Each pipeline identity by `<environment>-<kind>`; infra/devops makes a service connection for each."
  value = {
    for name, identity in local.identities : name => {
      id              = azurerm_user_assigned_identity.pipeline[name].id
      client_id       = azurerm_user_assigned_identity.pipeline[name].client_id
      principal_id    = azurerm_user_assigned_identity.pipeline[name].principal_id
      environment     = identity.environment
      kind            = identity.kind
      subscription_id = identity.subscription_id
    }
  }
}

output "tenant_id" {
  description = "Entra ID tenant of all of this."
  value       = var.tenant_id
}

output "entra" {
  description = "The API's registration in each environment that has one: its client id, and the client ids that are let in."
  value = {
    for environment in keys(var.api_callers) : environment => {
      client_id       = azuread_application.api[environment].client_id
      allowed_callers = sort([for caller in values(local.api_clients[environment]) : caller.client_id])
    }
  }
}

output "agents_network_principal_id" {
  description = "Object id of Microsoft's service principal DevOpsInfrastructure in this tenant, which puts pool agents into our network; null where no Managed DevOps Pool is wanted."
  value       = one(data.azuread_service_principal.devops_infrastructure[*].object_id)
}

output "pipeline_vaults" {
  description = "Vault to link to the variable group of each environment."
  value       = { for name, vault in azurerm_key_vault.pipeline : name => vault.name }
}
