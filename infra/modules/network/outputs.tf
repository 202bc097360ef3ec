output "network_id" {
  description = "Virtual network, for its diagnostic setting and for peering."
  value       = azurerm_virtual_network.this.id
}

output "apps_subnet_id" {
  description = "Subnet of the Container Apps environment, once traffic can leave it and its rules are in force."
  value       = azurerm_subnet.apps.id

  # The subnet has no way out of its own. An environment that comes before the NAT gateway and its address cannot reach what it
  # is made from, and its creation times out.
  depends_on = [
    azurerm_nat_gateway_public_ip_association.egress,
    azurerm_subnet_nat_gateway_association.apps,
    azurerm_subnet_network_security_group_association.apps,
  ]
}

output "endpoints_subnet_id" {
  description = "Subnet of the private endpoints, once its rules are in force."
  value       = azurerm_subnet.endpoints.id

  depends_on = [azurerm_subnet_network_security_group_association.endpoints]
}

output "dns_zone_ids" {
  description = "Private DNS zones by the key that they were given, once the network asks them."
  value       = { for key, zone in azurerm_private_dns_zone.this : key => zone.id }

  depends_on = [azurerm_private_dns_zone_virtual_network_link.this]
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
