output "id" {
  description = "Instance: target of a private endpoint."
  value       = azapi_resource.cluster.id
}

output "host_name" {
  description = "Host name, for the connection string `<host>:10000,ssl=true,password=…` that an operator puts into the vault."
  value       = azapi_resource.cluster.output.properties.hostName
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings: metrics of the cluster, connection events of the database."
  value = {
    redis          = { id = azapi_resource.cluster.id, logs = false, metrics = true }
    redis_database = { id = azapi_resource.database.id, logs = true, metrics = false }
  }
}
