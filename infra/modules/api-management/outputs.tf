output "host_name" {
  description = "Host name that callers use."
  value       = trimprefix(azapi_resource.service.output.properties.gatewayUrl, "https://")
}

output "address" {
  description = "Address that the gateway's requests come from."
  value       = azapi_resource.service.output.properties.publicIPAddresses[0]
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings."
  value = {
    api_management = { id = azapi_resource.service.id, logs = true, metrics = true }
  }
}
