resource "azurerm_log_analytics_workspace" "this" {
  name                         = "log-${var.name}"
  resource_group_name          = var.resource_group_name
  location                     = var.location
  sku                          = "PerGB2018"
  retention_in_days            = var.retention_days
  daily_quota_gb               = var.daily_quota_gb
  local_authentication_enabled = false
  tags                         = var.tags

  lifecycle {
    # Set by transformation.tf, which has to come later.
    ignore_changes = [data_collection_rule_id]
  }
}

# The cap lies on the workspace alone: two caps would only make it unclear which of them dropped the telemetry.
resource "azurerm_application_insights" "this" {
  name                          = "appi-${var.name}"
  resource_group_name           = var.resource_group_name
  location                      = var.location
  workspace_id                  = azurerm_log_analytics_workspace.this.id
  application_type              = "web"
  local_authentication_disabled = true
  # The app samples, so that it can keep every failure; a second, blind sampling on arrival would undo that.
  sampling_percentage = 100
  tags                = var.tags
}
