output "id" {
  description = "Registry: scope of AcrPull, target of private endpoints."
  value       = azurerm_container_registry.this.id
}

output "name" {
  description = "Name, for `az acr import` and `az acr login`."
  value       = azurerm_container_registry.this.name
}

output "login_server" {
  description = "Host name in image references."
  value       = azurerm_container_registry.this.login_server
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings."
  value = {
    registry = { id = azurerm_container_registry.this.id, logs = true, metrics = true }
  }
}
