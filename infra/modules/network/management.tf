# Where the pipeline's agents stand, so that somebody inside can reach what has no public door: the vault above all. It lies
# beside snet-endpoints and takes nothing from the app's half. Nobody calls in; what leaves, leaves by the fixed address.
resource "azurerm_subnet" "management" {
  count = var.management_enabled ? 1 : 0

  name                            = "snet-management"
  resource_group_name             = var.resource_group_name
  virtual_network_name            = azurerm_virtual_network.this.name
  address_prefixes                = [cidrsubnet(var.address_space, 4, 10)]
  default_outbound_access_enabled = !var.static_egress

  delegation {
    name = "managed-devops-pool"

    service_delegation {
      name    = "Microsoft.DevOpsInfrastructure/pools"
      actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
    }
  }
}

resource "azurerm_network_security_group" "management" {
  count = var.management_enabled ? 1 : 0

  name                = "nsg-management-${var.name}"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags

  security_rule = [
    merge(local.rule, {
      name                       = "deny-all-inbound"
      priority                   = 4000
      direction                  = "Inbound"
      access                     = "Deny"
      protocol                   = "*"
      source_address_prefix      = "*"
      destination_port_range     = "*"
      destination_address_prefix = "*"
      description                = "An agent asks Azure DevOps for work; nothing asks an agent."
    }),
  ]
}

resource "azurerm_subnet_network_security_group_association" "management" {
  count = var.management_enabled ? 1 : 0

  subnet_id                 = azurerm_subnet.management[0].id
  network_security_group_id = azurerm_network_security_group.management[0].id
}

resource "azurerm_subnet_nat_gateway_association" "management" {
  count = var.management_enabled && var.static_egress ? 1 : 0

  subnet_id      = azurerm_subnet.management[0].id
  nat_gateway_id = azurerm_nat_gateway.egress[0].id
}
