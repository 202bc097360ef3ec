# The managed backend for Durable Functions. azurerm 4 has no resource for it.
resource "azapi_resource" "scheduler" {
  type      = "Microsoft.DurableTask/schedulers@2026-02-01"
  name      = var.name
  parent_id = var.resource_group_id
  location  = var.location
  tags      = var.tags

  body = {
    properties = {
      sku = {
        name     = var.capacity_units == null ? "Consumption" : "Dedicated"
        capacity = var.capacity_units
      }
      # Identities are what guards it; a private scheduler is closed by publicNetworkAccess, not by addresses.
      ipAllowlist         = ["0.0.0.0/0"]
      publicNetworkAccess = var.private ? "Disabled" : "Enabled"
    }
  }

  # The Consumption tier has no capacity, and null is how it is not said.
  ignore_null_property   = true
  response_export_values = ["properties.endpoint"]
}

resource "azapi_resource" "task_hub" {
  type      = "Microsoft.DurableTask/schedulers/taskHubs@2026-02-01"
  name      = var.task_hub
  parent_id = azapi_resource.scheduler.id

  body = {
    properties = {}
  }
}
