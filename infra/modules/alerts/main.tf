locals {
  # One row an alert: what it is called is its file in queries/ and its heading in docs/runbook.md. A query returns one
  # row when something is wrong and none when all is well, so that each reads as a sentence and runs as it stands in the
  # portal. Severity: 0 critical, 1 error, 2 warning, 3 informational.
  alerts = {
    "five-xx-ratio" = {
      severity  = 1
      title     = "More than 5 % of answers are 5xx"
      frequency = "PT5M"
      window    = "PT15M"
    }
    "circuit-open" = {
      severity  = 1
      title     = "The circuit to RiskShield is open"
      frequency = "PT5M"
      window    = "PT1H"
    }
    "latency-p95" = {
      severity  = 2
      title     = "P95 of validations is over 2 s"
      frequency = "PT5M"
      window    = "PT15M"
    }
    "vault-forbidden" = {
      severity  = 1
      title     = "Key Vault refuses the app with 403"
      frequency = "PT5M"
      window    = "PT15M"
    }
    "vault-stranger" = {
      severity  = 2
      title     = "Key Vault refuses somebody else with 403"
      frequency = "PT5M"
      window    = "PT15M"
    }
    "vendor-availability" = {
      severity  = 2
      title     = "More than 10 % of calls to a provider fail"
      frequency = "PT5M"
      window    = "PT15M"
    }
    "vendor-unauthorised" = {
      severity  = 1
      title     = "A provider refuses our key"
      frequency = "PT5M"
      window    = "PT15M"
    }
    "backup-share" = {
      severity  = 2
      title     = "More than 20 % of scores are the backup's"
      frequency = "PT5M"
      window    = "PT15M"
    }
    "queue-backlog" = {
      severity  = 2
      title     = "Validations wait longer than 5 minutes"
      frequency = "PT5M"
      window    = "PT1H"
    }
    "slo-answers" = {
      severity  = 1
      title     = "The objective of answers burns too fast"
      frequency = "PT5M"
      window    = "PT6H"
    }
    "slo-fresh" = {
      severity  = 2
      title     = "The objective of fresh scores burns too fast"
      frequency = "PT5M"
      window    = "PT6H"
    }
    "slo-latency" = {
      severity  = 2
      title     = "The objective of latency burns too fast"
      frequency = "PT5M"
      window    = "PT6H"
    }
    "slo-refusal" = {
      severity  = 2
      title     = "Refusals take too long"
      frequency = "PT5M"
      window    = "PT6H"
    }
    "slo-recovery" = {
      severity  = 2
      title     = "An outage is over, and validations still wait"
      frequency = "PT5M"
      window    = "PT2H"
    }
    "slo-loss" = {
      severity  = 1
      title     = "An accepted validation came to no end"
      frequency = "PT1H"
      window    = "P1D"
    }
    "secret-near-expiry" = {
      severity  = 2
      title     = "A secret expires within 30 days"
      frequency = "PT1H"
      window    = "P1D"
    }
    "log-cap" = {
      severity  = 2
      title     = "The daily cap drops telemetry, alerts are blind"
      frequency = "PT1H"
      window    = "P1D"
    }
  }

  # What differs in the queries from one environment to another.
  queries = {
    for name, alert in local.alerts : name => templatefile("${path.module}/queries/${name}.kql", {
      app_client_id = var.app_client_id
      vendor_host   = var.vendor_host
      backup_host   = coalesce(var.backup_host, var.vendor_host)
    })
  }
}

resource "azurerm_monitor_action_group" "operators" {
  name                = "ag-${var.name}"
  resource_group_name = var.resource_group_name
  short_name          = var.short_name
  tags                = var.tags

  dynamic "email_receiver" {
    for_each = var.email_addresses

    content {
      name                    = email_receiver.key
      email_address           = email_receiver.value
      use_common_alert_schema = true
    }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "this" {
  for_each = local.alerts

  name                 = "${each.key}-${var.name}"
  display_name         = "${each.value.title} (${var.name})"
  description          = "What to do: ${var.runbook_url}#${each.key}"
  resource_group_name  = var.resource_group_name
  location             = var.location
  scopes               = [var.workspace_id]
  severity             = each.value.severity
  evaluation_frequency = each.value.frequency
  window_duration      = each.value.window
  tags                 = var.tags

  auto_mitigation_enabled = true
  # The tables exist from the first row on; on an empty workspace the check would fail the very first deployment.
  skip_query_validation = true

  criteria {
    query                   = local.queries[each.key]
    time_aggregation_method = "Count"
    operator                = "GreaterThan"
    threshold               = 0

    failing_periods {
      number_of_evaluation_periods             = 1
      minimum_failing_periods_to_trigger_alert = 1
    }
  }

  action {
    action_groups = [azurerm_monitor_action_group.operators.id]
    custom_properties = {
      runbook = "${var.runbook_url}#${each.key}"
    }
  }
}
