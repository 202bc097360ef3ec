output "id" {
  description = "Front Door profile, whose metrics an alert watches."
  value       = azurerm_cdn_frontdoor_profile.this.id
}

output "host_name" {
  description = "Public host name of the service."
  value       = azurerm_cdn_frontdoor_endpoint.this.host_name
}

output "region_host_names" {
  description = "Host name of each region's own door."
  value       = { for key, endpoint in azurerm_cdn_frontdoor_endpoint.region : key => endpoint.host_name }
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings: access, probe and firewall logs."
  value = {
    front_door = { id = azurerm_cdn_frontdoor_profile.this.id, logs = true, metrics = true }
  }
}
