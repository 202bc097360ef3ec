output "host_name" {
  description = "Host name of Front Door, or of the app without it; null before the first image."
  value       = local.host_name
}

output "gateway_host_name" {
  description = "Host name of API Management, which callers use instead; null without it."
  value       = one(module.api_management[*].host_name)
}

output "registry_name" {
  description = "Registry that the pipeline pushes or imports to."
  value       = module.registry.name
}

output "vault_name" {
  description = "Vault that people set the secrets in."
  value       = module.vault.name
}

output "apps" {
  description = "What the deployment updates, by region: resource group, app, environment, and the host name that reaches this region alone."
  value = {
    for key in keys(local.apps) : key => {
      resource_group = module.stamp[key].resource_group_name
      name           = module.app[key].name
      environment_id = module.stamp[key].environment_id
      # Where this region answers by itself, whatever the others do.
      door = var.front_door_enabled ? module.front_door[0].region_host_names[key] : module.app[key].host_name
    }
  }
}

output "durable_backend" {
  description = "Where Durable keeps its state; the image must have been built for it."
  value       = var.durable_backend
}

output "redis_hosts" {
  description = "Redis hosts by region, for the connection strings in the vault."
  value       = { for key in keys(local.stamps) : key => module.stamp[key].redis_host_name }
}

output "egress_addresses" {
  description = "Fixed addresses that the vendor may allow-list, by region."
  value       = { for key in keys(local.stamps) : key => module.stamp[key].egress_address }
}

output "alert_names" {
  description = "Alerts by name; each is a heading of docs/runbook.md."
  value       = module.alerts.alert_names
}

output "agent_pool" {
  description = "Agent pool inside the network, for infra/devops; null without one."
  value       = one(module.agents[*].pool_name)
}
