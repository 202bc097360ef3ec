resource "azurerm_virtual_network" "this" {
  name                = "vnet-${var.name}"
  resource_group_name = var.resource_group_name
  location            = var.location
  address_space       = [var.address_space]
  tags                = var.tags
}

# The Container Apps environment owns this subnet alone; the delegation is what a workload-profile environment asks for.
resource "azurerm_subnet" "apps" {
  name                            = "snet-apps"
  resource_group_name             = var.resource_group_name
  virtual_network_name            = azurerm_virtual_network.this.name
  address_prefixes                = [cidrsubnet(var.address_space, 1, 0)]
  default_outbound_access_enabled = !var.static_egress

  delegation {
    name = "container-apps"

    service_delegation {
      name    = "Microsoft.App/environments"
      actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
    }
  }
}

resource "azurerm_subnet" "endpoints" {
  name                              = "snet-endpoints"
  resource_group_name               = var.resource_group_name
  virtual_network_name              = azurerm_virtual_network.this.name
  address_prefixes                  = [cidrsubnet(var.address_space, 3, 4)]
  default_outbound_access_enabled   = false
  private_endpoint_network_policies = "Enabled"
}

resource "azurerm_network_security_group" "apps" {
  name                = "nsg-apps-${var.name}"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags

  security_rule = [
    merge(local.rule, {
      name                       = "allow-https-from-network"
      priority                   = 100
      direction                  = "Inbound"
      access                     = "Allow"
      source_address_prefix      = "VirtualNetwork"
      destination_port_ranges    = ["443", "31443"]
      destination_address_prefix = azurerm_subnet.apps.address_prefixes[0]
      description                = "Callers inside the network. 31443 is the port that the environment's own load balancer uses for 443."
    }),
    merge(local.rule, {
      name                       = "allow-probes"
      priority                   = 110
      direction                  = "Inbound"
      access                     = "Allow"
      source_address_prefix      = "AzureLoadBalancer"
      destination_port_ranges    = ["30000-32767"]
      destination_address_prefix = azurerm_subnet.apps.address_prefixes[0]
      description                = "Load balancer probes of the environment."
    }),
    merge(local.rule, {
      name                       = "allow-environment"
      priority                   = 120
      direction                  = "Inbound"
      access                     = "Allow"
      protocol                   = "*"
      source_address_prefix      = azurerm_subnet.apps.address_prefixes[0]
      destination_port_range     = "*"
      destination_address_prefix = azurerm_subnet.apps.address_prefixes[0]
      description                = "Nodes of the environment among themselves."
    }),
    merge(local.rule, {
      name                       = "deny-the-rest"
      priority                   = 4000
      direction                  = "Inbound"
      access                     = "Deny"
      protocol                   = "*"
      source_address_prefix      = "*"
      destination_port_range     = "*"
      destination_address_prefix = "*"
      description                = "Front Door arrives over Private Link, not over this subnet."
    }),
  ]
}

resource "azurerm_network_security_group" "endpoints" {
  name                = "nsg-endpoints-${var.name}"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags

  security_rule = [
    merge(local.rule, {
      name                       = "allow-network"
      priority                   = 100
      direction                  = "Inbound"
      access                     = "Allow"
      source_address_prefix      = "VirtualNetwork"
      destination_port_ranges    = ["443", "10000"]
      destination_address_prefix = azurerm_subnet.endpoints.address_prefixes[0]
      description                = "HTTPS to the services behind the endpoints, and TLS to Managed Redis on 10000."
    }),
    merge(local.rule, {
      name                       = "deny-the-rest"
      priority                   = 4000
      direction                  = "Inbound"
      access                     = "Deny"
      protocol                   = "*"
      source_address_prefix      = "*"
      destination_port_range     = "*"
      destination_address_prefix = "*"
      description                = "Nothing else reaches a private endpoint."
    }),
  ]
}

resource "azurerm_subnet_network_security_group_association" "apps" {
  subnet_id                 = azurerm_subnet.apps.id
  network_security_group_id = azurerm_network_security_group.apps.id
}

resource "azurerm_subnet_network_security_group_association" "endpoints" {
  subnet_id                 = azurerm_subnet.endpoints.id
  network_security_group_id = azurerm_network_security_group.endpoints.id
}

locals {
  # The list form of security_rule wants every attribute; these are the ones that no rule here differs in.
  rule = {
    protocol                                   = "Tcp"
    source_port_range                          = "*"
    source_port_ranges                         = []
    source_address_prefixes                    = []
    source_application_security_group_ids      = []
    destination_port_range                     = ""
    destination_port_ranges                    = []
    destination_address_prefixes               = []
    destination_application_security_group_ids = []
  }
}
