output "action_group_id" {
  description = "Action group, for alerts that others add."
  value       = azurerm_monitor_action_group.operators.id
}

output "alert_names" {
  description = "Alerts by name; each is a heading of docs/runbook.md."
  value       = concat(keys(local.alerts), keys(local.replica_alerts), ["availability", "origin-health", "restarts", "budget"])
}
