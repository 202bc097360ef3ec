resource "azurerm_container_registry" "this" {
  name                          = var.name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  sku                           = var.private ? "Premium" : "Basic"
  admin_enabled                 = false
  anonymous_pull_enabled        = false
  public_network_access_enabled = !var.private
  # The registry's own import (`az acr import`, with which the pipeline promotes a digest) is one of the trusted services,
  # and the only way into a closed registry for an agent outside the network. It still needs the caller's roles.
  network_rule_bypass_option = var.private ? "AzureServices" : "None"
  zone_redundancy_enabled    = var.private
  tags                       = var.tags

  dynamic "georeplications" {
    for_each = var.replica_location == null ? [] : [var.replica_location]

    content {
      location                  = georeplications.value
      regional_endpoint_enabled = true
      # Not every second region has zones; the first one does.
      zone_redundancy_enabled = false
      tags                    = var.tags
    }
  }
}
