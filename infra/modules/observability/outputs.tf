output "workspace_id" {
  description = "Log Analytics workspace: destination of diagnostic settings, scope of the alerts' queries."
  value       = azurerm_log_analytics_workspace.this.id
}

output "application_insights_id" {
  description = "Application Insights component: scope of the publisher role, of the workbook and of the availability test."
  value       = azurerm_application_insights.this.id
}

output "connection_string" {
  description = "Where telemetry goes. It names the endpoint and is no credential, because local authentication is off; Azure still marks it sensitive."
  value       = azurerm_application_insights.this.connection_string
  sensitive   = true
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings."
  value = {
    workspace = { id = azurerm_log_analytics_workspace.this.id, logs = true, metrics = true }
  }
}
