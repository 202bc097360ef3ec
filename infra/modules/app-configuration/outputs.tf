output "id" {
  description = "Store: scope of the reader role, target of private endpoints."
  value       = azapi_resource.store.id
}

output "endpoint" {
  description = "Address that the app reads flags from."
  value       = azapi_resource.store.output.properties.endpoint
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings."
  value = {
    app_configuration = { id = azapi_resource.store.id, logs = true, metrics = true }
  }
}
