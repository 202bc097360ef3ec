# A run-away bill is an incident too: told at 80 % of the month's budget, and as soon as the forecast passes it.
resource "azurerm_consumption_budget_subscription" "month" {
  name            = "budget-${var.name}"
  subscription_id = "/subscriptions/${var.budget.subscription_id}"
  amount          = var.budget.amount
  time_grain      = "Monthly"

  time_period {
    start_date = formatdate("YYYY-MM-'01T00:00:00Z'", plantimestamp())
  }

  # Every resource of an environment carries the tag, whichever resource group it is in.
  filter {
    tag {
      name   = "environment"
      values = [var.budget.environment]
    }
    tag {
      name   = "workload"
      values = ["finrisk"]
    }
  }

  notification {
    operator       = "GreaterThanOrEqualTo"
    threshold      = 80
    threshold_type = "Actual"
    contact_groups = [azurerm_monitor_action_group.operators.id]
  }

  notification {
    operator       = "GreaterThanOrEqualTo"
    threshold      = 100
    threshold_type = "Forecasted"
    contact_groups = [azurerm_monitor_action_group.operators.id]
  }

  lifecycle {
    # Azure takes the month of creation and no earlier one; afterwards the date means nothing.
    ignore_changes = [time_period]
  }
}
