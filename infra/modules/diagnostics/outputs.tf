output "setting_ids" {
  description = "Diagnostic settings by the key of their target."
  value       = { for key, setting in azurerm_monitor_diagnostic_setting.this : key => setting.id }
}
