# One fixed public address for everything that leaves the network: the vendor call above all.
#
# Standard, and so in one zone, although the environment has three: StandardV2, which spans zones, cannot be attached to a subnet
# that is delegated to Container Apps (Microsoft Learn, NAT gateway SKUs), and one gateway per zone needs a subnet per zone,
# which an environment does not have. docs/infra.md says what the loss of that zone means.
resource "azurerm_public_ip" "egress" {
  count = var.static_egress ? 1 : 0

  name                = "pip-egress-${var.name}"
  resource_group_name = var.resource_group_name
  location            = var.location
  allocation_method   = "Static"
  sku                 = "Standard"
  tags                = var.tags
}

resource "azurerm_nat_gateway" "egress" {
  count = var.static_egress ? 1 : 0

  name                    = "ng-${var.name}"
  resource_group_name     = var.resource_group_name
  location                = var.location
  sku_name                = "Standard"
  idle_timeout_in_minutes = 4
  tags                    = var.tags
}

resource "azurerm_nat_gateway_public_ip_association" "egress" {
  count = var.static_egress ? 1 : 0

  nat_gateway_id       = azurerm_nat_gateway.egress[0].id
  public_ip_address_id = azurerm_public_ip.egress[0].id
}

resource "azurerm_subnet_nat_gateway_association" "apps" {
  count = var.static_egress ? 1 : 0

  subnet_id      = azurerm_subnet.apps.id
  nat_gateway_id = azurerm_nat_gateway.egress[0].id
}
