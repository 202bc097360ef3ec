# Feature flags that change without a deployment. Their values are operators' business and not Terraform's, which keeps
# the store's data side closed to the pipeline.
#
# Through azapi although azurerm has azurerm_app_configuration: that resource lists the access keys whenever it reads, which the
# plan's identity, a Reader, may not, and which would lie in the state.
resource "azapi_resource" "store" {
  type      = "Microsoft.AppConfiguration/configurationStores@2024-05-01"
  name      = var.name
  parent_id = var.resource_group_id
  location  = var.location
  tags      = var.tags

  body = {
    sku = {
      name = "standard"
    }
    properties = {
      disableLocalAuth          = true
      publicNetworkAccess       = var.private ? "Disabled" : "Enabled"
      enablePurgeProtection     = true
      softDeleteRetentionInDays = 7
      dataPlaneProxy = {
        authenticationMode    = "Pass-through"
        privateLinkDelegation = "Disabled"
      }
    }
  }

  response_export_values = ["properties.endpoint"]
}

resource "azapi_resource" "replica" {
  count = var.replica_location == null ? 0 : 1

  type      = "Microsoft.AppConfiguration/configurationStores/replicas@2024-05-01"
  name      = "second"
  parent_id = azapi_resource.store.id
  location  = var.replica_location

  body = {}
}
