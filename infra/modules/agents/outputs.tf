output "pool_name" {
  description = "Name of the pool in Azure DevOps."
  value       = azapi_resource.pool.name
}
