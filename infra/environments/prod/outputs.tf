output "host_name" {
  description = "Host name of Front Door, or of the app without it; null before the first image."
  value       = module.finrisk.host_name
}

output "registry_name" {
  description = "Registry that the pipeline pushes or imports to."
  value       = module.finrisk.registry_name
}

output "vault_name" {
  description = "Vault that people set the secrets in."
  value       = module.finrisk.vault_name
}

output "apps" {
  description = "What the deployment updates, by region."
  value       = module.finrisk.apps
}

output "durable_backend" {
  description = "Where Durable keeps its state; the image must have been built for it."
  value       = module.finrisk.durable_backend
}

output "redis_hosts" {
  description = "Redis hosts by region."
  value       = module.finrisk.redis_hosts
}

output "egress_addresses" {
  description = "Fixed addresses of outgoing calls, by region."
  value       = module.finrisk.egress_addresses
}

output "agent_pool" {
  description = "Agent pool inside the network, for the variable agent_pools of infra/devops."
  value       = module.finrisk.agent_pool
}
