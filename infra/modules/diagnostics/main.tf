# One diagnostic setting for each resource that has them. Dedicated tables (AZKVAuditLogs and so on) instead of the
# shared AzureDiagnostics: typed columns, and no limit of 500 columns to run into.
resource "azurerm_monitor_diagnostic_setting" "this" {
  for_each = var.targets

  name                           = "to-workspace"
  target_resource_id             = each.value.id
  log_analytics_workspace_id     = var.workspace_id
  log_analytics_destination_type = "Dedicated"

  dynamic "enabled_log" {
    for_each = each.value.logs && length(each.value.log_categories) == 0 ? ["allLogs"] : []

    content {
      category_group = enabled_log.value
    }
  }

  dynamic "enabled_log" {
    for_each = each.value.logs ? each.value.log_categories : []

    content {
      category = enabled_log.value
    }
  }

  dynamic "enabled_metric" {
    for_each = each.value.metrics ? [each.value.metric_category] : []

    content {
      category = enabled_metric.value
    }
  }

  lifecycle {
    # Azure does not give the destination type back for every resource, which would show as a change for ever.
    ignore_changes = [log_analytics_destination_type]
  }
}
