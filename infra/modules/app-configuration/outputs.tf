output "id" {
  description = "Store: scope of the reader role, target of private endpoints."
  value       = azurerm_app_configuration.this.id
}

output "endpoint" {
  description = "Address that the app reads flags from."
  value       = azurerm_app_configuration.this.endpoint
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings."
  value = {
    app_configuration = { id = azurerm_app_configuration.this.id, logs = true, metrics = true }
  }
}
