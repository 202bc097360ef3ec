output "id" {
  description = "Vault: scope of roles, target of private endpoints."
  value       = azurerm_key_vault.this.id
}

output "name" {
  description = "Name, for `az keyvault secret set`."
  value       = azurerm_key_vault.this.name
}

output "uri" {
  description = "Base address with a closing slash; a secret's versionless address is this, `secrets/` and the name."
  value       = azurerm_key_vault.this.vault_uri
}

output "storage_key_uri" {
  description = "Versionless address of the key that encrypts storage; null when there is none."
  value       = one(azapi_resource.storage_key[*].output.properties.keyUri)
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings."
  value = {
    vault = { id = azurerm_key_vault.this.id, logs = true, metrics = true }
  }
}
