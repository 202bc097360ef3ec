resource "azurerm_container_registry" "this" {
  name                          = var.name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  sku                           = var.private ? "Premium" : "Basic"
  admin_enabled                 = false
  anonymous_pull_enabled        = false
  public_network_access_enabled = !var.private
  # No service passes the closed door on its own name; the import of an image into this registry is a call to its
  # management side and needs no exception either.
  network_rule_bypass_option = "None"
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
