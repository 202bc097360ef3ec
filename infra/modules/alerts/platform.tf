# What the platform measures by itself. These do not read the workspace, so they go on when its daily cap drops telemetry.

locals {
  replica_alerts = {
    "replicas-low" = {
      severity    = 1
      title       = "fewer replicas than the minimum"
      aggregation = "Maximum"
      operator    = "LessThan"
    }
    "replicas-high" = {
      severity    = 2
      title       = "replicas stand at the maximum"
      aggregation = "Minimum"
      operator    = "GreaterThanOrEqual"
    }
  }

  app_alerts = merge([
    for region, app in var.apps : {
      for name, alert in local.replica_alerts : "${name}-${region}" => merge(alert, {
        anchor    = name
        scope     = app.id
        threshold = name == "replicas-low" ? app.min_replicas : app.max_replicas
      })
    }
  ]...)
}

resource "azurerm_monitor_metric_alert" "replicas" {
  for_each = local.app_alerts

  name                = "${each.key}-${var.name}"
  description         = "${each.value.title}. What to do: ${var.runbook_url}#${each.value.anchor}"
  resource_group_name = var.resource_group_name
  scopes              = [each.value.scope]
  severity            = each.value.severity
  frequency           = "PT5M"
  window_size         = "PT15M"
  auto_mitigate       = true
  tags                = var.tags

  criteria {
    metric_namespace = "Microsoft.App/containerApps"
    metric_name      = "Replicas"
    aggregation      = each.value.aggregation
    operator         = each.value.operator
    threshold        = each.value.threshold
  }

  action {
    action_group_id = azurerm_monitor_action_group.operators.id
  }
}

resource "azurerm_monitor_metric_alert" "restarts" {
  for_each = var.apps

  name                = "restarts-${each.key}-${var.name}"
  description         = "A replica starts again and again. What to do: ${var.runbook_url}#restarts"
  resource_group_name = var.resource_group_name
  scopes              = [each.value.id]
  severity            = 2
  frequency           = "PT5M"
  window_size         = "PT15M"
  auto_mitigate       = true
  tags                = var.tags

  criteria {
    metric_namespace = "Microsoft.App/containerApps"
    metric_name      = "RestartCount"
    aggregation      = "Maximum"
    operator         = "GreaterThan"
    threshold        = 2
  }

  action {
    action_group_id = azurerm_monitor_action_group.operators.id
  }
}

# One time series for each region: Front Door's failover hides from callers that one of them is ill.
resource "azurerm_monitor_metric_alert" "origin_health" {
  count = var.front_door_enabled ? 1 : 0

  name                = "origin-health-${var.name}"
  description         = "Front Door finds a region not ready. What to do: ${var.runbook_url}#origin-health"
  resource_group_name = var.resource_group_name
  scopes              = [var.front_door_id]
  severity            = 1
  frequency           = "PT1M"
  window_size         = "PT5M"
  auto_mitigate       = true
  tags                = var.tags

  criteria {
    metric_namespace = "Microsoft.Cdn/profiles"
    metric_name      = "OriginHealthPercentage"
    aggregation      = "Average"
    operator         = "LessThan"
    threshold        = 50

    dimension {
      name     = "Origin"
      operator = "Include"
      values   = ["*"]
    }
  }

  action {
    action_group_id = azurerm_monitor_action_group.operators.id
  }
}
