# Storage cannot log one container alone, so the workspace drops the other rows before they are stored and billed. What stays is
# who read, wrote or deleted the key ring; what goes is the Functions host renewing its leases. Accounts of others (the state's
# sends its logs here too) are kept whole.
resource "azurerm_monitor_data_collection_rule" "workspace" {
  name                = "dcr-${var.name}"
  resource_group_name = var.resource_group_name
  location            = var.location
  kind                = "WorkspaceTransforms"
  description         = "Of the regions' blob logs keeps those of the key ring's container."
  tags                = var.tags

  destinations {
    log_analytics {
      name                  = "workspace"
      workspace_resource_id = azurerm_log_analytics_workspace.this.id
    }
  }

  data_flow {
    streams       = ["Microsoft-Table-StorageBlobLogs"]
    destinations  = ["workspace"]
    transform_kql = "source | where ObjectKey contains '/${var.keyring_container}' or (${join(" and ", formatlist("AccountName != '%s'", var.storage_accounts))})"
  }
}

# The rule names the workspace and the workspace names the rule: one of the two has to come later.
resource "azapi_update_resource" "transformation" {
  type      = "Microsoft.OperationalInsights/workspaces@2023-09-01"
  name      = azurerm_log_analytics_workspace.this.name
  parent_id = var.resource_group_id

  body = {
    properties = {
      defaultDataCollectionRuleResourceId = azurerm_monitor_data_collection_rule.workspace.id
    }
  }
}
