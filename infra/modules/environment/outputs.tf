output "id" {
  description = "Environment: the app's home, target of private links."
  value       = azurerm_container_app_environment.this.id
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings; the app's own logs leave through these too."
  value = {
    environment = { id = azurerm_container_app_environment.this.id, logs = true, metrics = true }
  }
}
