output "id" {
  description = "Scheduler: target of a private endpoint and of a diagnostic setting."
  value       = azapi_resource.scheduler.id
}

output "endpoint" {
  description = "Address that the app connects to."
  value       = azapi_resource.scheduler.output.properties.endpoint
}

output "task_hub" {
  description = "Name of the task hub."
  value       = azapi_resource.task_hub.name
}

output "task_hub_id" {
  description = "Task hub: scope of the Durable Task Data Contributor role."
  value       = azapi_resource.task_hub.id
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings."
  value = {
    scheduler = { id = azapi_resource.scheduler.id, logs = true, metrics = true }
  }
}
