# Feature flags that change without a deployment. Their values are operators' business and not Terraform's, which keeps
# the store's data side closed to the pipeline.
resource "azurerm_app_configuration" "this" {
  name                                 = var.name
  resource_group_name                  = var.resource_group_name
  location                             = var.location
  sku                                  = "standard"
  local_auth_enabled                   = false
  public_network_access                = var.private ? "Disabled" : "Enabled"
  purge_protection_enabled             = true
  soft_delete_retention_days           = 7
  data_plane_proxy_authentication_mode = "Pass-through"
  tags                                 = var.tags

  dynamic "replica" {
    for_each = var.replica_location == null ? [] : [var.replica_location]

    content {
      name     = "second"
      location = replica.value
    }
  }
}
