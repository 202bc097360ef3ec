output "network_id" {
  description = "Virtual network, for its diagnostic setting and for peering."
  value       = azurerm_virtual_network.this.id
}

output "apps_subnet_id" {
  description = "Subnet of the Container Apps environment."
  value       = azurerm_subnet.apps.id
}

output "endpoints_subnet_id" {
  description = "Subnet of the private endpoints."
  value       = azurerm_subnet.endpoints.id
}

output "dns_zone_ids" {
  description = "Private DNS zones by the key that they were given."
  value       = { for key, zone in azurerm_private_dns_zone.this : key => zone.id }
}

output "egress_address" {
  description = "Fixed public address of outgoing calls, to be allow-listed by the vendor; null without a NAT gateway."
  value       = one(azurerm_public_ip.egress[*].ip_address)
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings."
  value = merge({
    network       = { id = azurerm_virtual_network.this.id, logs = true, metrics = true }
    nsg_apps      = { id = azurerm_network_security_group.apps.id, logs = true, metrics = false }
    nsg_endpoints = { id = azurerm_network_security_group.endpoints.id, logs = true, metrics = false }
    }, var.management_enabled ? {
    nsg_management = { id = azurerm_network_security_group.management[0].id, logs = true, metrics = false }
  } : {}, var.static_egress ? { egress = { id = azurerm_public_ip.egress[0].id, logs = true, metrics = true } } : {})
}

output "management_subnet_id" {
  description = "Subnet of the pipeline's agents, once it can be left and is guarded; null without one."
  value       = one(azurerm_subnet.management[*].id)

  depends_on = [
    azurerm_nat_gateway_public_ip_association.egress,
    azurerm_subnet_nat_gateway_association.management,
    azurerm_subnet_network_security_group_association.management,
  ]
}
