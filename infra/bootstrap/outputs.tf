output "resource_group_name" {
  description = "Group of the state account: `-backend-config=resource_group_name=…`."
  value       = azurerm_resource_group.pipeline.name
}

output "storage_account_name" {
  description = "State account: `-backend-config=storage_account_name=…`."
  value       = azurerm_storage_account.state.name
}

output "identities" {
  description = "Client and principal id of each pipeline identity, for the service connections and for promotion_reader_principal_id."
  value = {
    for name, identity in azurerm_user_assigned_identity.pipeline : name => {
      client_id    = identity.client_id
      principal_id = identity.principal_id
    }
  }
}

output "pipeline_vaults" {
  description = "Vault to link to the variable group of each environment."
  value       = { for name, vault in azurerm_key_vault.pipeline : name => vault.name }
}
