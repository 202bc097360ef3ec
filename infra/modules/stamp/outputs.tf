output "resource_group_id" {
  description = "Resource group of the stamp."
  value       = azurerm_resource_group.this.id
}

output "resource_group_name" {
  description = "Name of that group, for the deployment."
  value       = azurerm_resource_group.this.name
}

output "environment_id" {
  description = "Container Apps environment."
  value       = module.environment.id
}

output "storage_id" {
  description = "Storage account: scope of the app's data roles."
  value       = module.storage.id
}

output "storage" {
  description = "Storage account as modules/app wants it."
  value = {
    name              = module.storage.name
    blob_endpoint     = module.storage.blob_endpoint
    queue_endpoint    = module.storage.queue_endpoint
    table_endpoint    = module.storage.table_endpoint
    keyring_container = module.storage.keyring_container
  }
}

output "durable_task_scheduler" {
  description = "Scheduler as modules/app wants it; null with the storage backend."
  value = var.durable_backend == "scheduler" ? {
    endpoint = module.durable_task_scheduler[0].endpoint
    task_hub = module.durable_task_scheduler[0].task_hub
  } : null
}

output "task_hub_id" {
  description = "Task hub: scope of a role; null with the storage backend."
  value       = one(module.durable_task_scheduler[*].task_hub_id)
}

output "redis_host_name" {
  description = "Redis host for the connection string in the vault; null without Redis."
  value       = one(module.redis[*].host_name)
}

output "egress_address" {
  description = "Fixed public address of outgoing calls; null without static_egress."
  value       = one(module.network[*].egress_address)
}

output "network_id" {
  description = "Virtual network of the stamp; null without one."
  value       = one(module.network[*].network_id)
}

output "management_subnet_id" {
  description = "Subnet of the pipeline's agents; null without one."
  value       = one(module.network[*].management_subnet_id)
}

output "diagnostic_targets" {
  description = "Resources of the stamp that have diagnostic settings."
  value = merge(
    module.storage.diagnostic_targets,
    module.environment.diagnostic_targets,
    var.network_enabled ? module.network[0].diagnostic_targets : {},
    var.redis_enabled ? module.redis[0].diagnostic_targets : {},
    var.durable_backend == "scheduler" ? module.durable_task_scheduler[0].diagnostic_targets : {},
  )
}
