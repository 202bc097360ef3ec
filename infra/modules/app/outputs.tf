output "id" {
  description = "Container app."
  value       = azapi_resource.app.id
}

output "name" {
  description = "Name of the container app, for the deployment."
  value       = azapi_resource.app.name
}

output "host_name" {
  description = "Host name of the app's ingress."
  value       = azapi_resource.app.output.properties.configuration.ingress.fqdn
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings; logs leave through the environment."
  value = {
    app = { id = azapi_resource.app.id, logs = false, metrics = true }
  }
}
