locals {
  # Zones by the key that the endpoints below use. Each stamp has its own set: one zone cannot hold two addresses of one
  # name, and each region has its own endpoint to the shared vault and registry.
  dns_zones = merge(
    {
      blob              = "privatelink.blob.core.windows.net"
      queue             = "privatelink.queue.core.windows.net"
      table             = "privatelink.table.core.windows.net"
      vault             = "privatelink.vaultcore.azure.net"
      registry          = "privatelink.azurecr.io"
      app_configuration = "privatelink.azconfig.io"
      environment       = "privatelink.${var.location}.azurecontainerapps.io"
    },
    var.redis_enabled ? { redis = "privatelink.redis.azure.net" } : {},
    var.durable_backend == "scheduler" ? { scheduler = "privatelink.durabletask.io" } : {},
  )

  own_endpoints = merge(
    {
      blob        = { target_id = module.storage.id, subresource = "blob" }
      queue       = { target_id = module.storage.id, subresource = "queue" }
      table       = { target_id = module.storage.id, subresource = "table" }
      environment = { target_id = module.environment.id, subresource = "managedEnvironments" }
    },
    var.redis_enabled ? { redis = { target_id = module.redis[0].id, subresource = "redisEnterprise" } } : {},
    var.durable_backend == "scheduler" ? { scheduler = { target_id = module.durable_task_scheduler[0].id, subresource = "scheduler" } } : {},
  )

  endpoints = var.private ? merge(local.own_endpoints, var.shared_endpoints) : {}
}

module "private_endpoint" {
  source   = "../private-endpoint"
  for_each = local.endpoints

  name                = "pep-${replace(each.key, "_", "-")}-${var.names.stem}"
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  subnet_id           = module.network[0].endpoints_subnet_id
  target_id           = each.value.target_id
  subresource         = each.value.subresource
  dns_zone_id         = module.network[0].dns_zone_ids[each.key]
  tags                = var.names.tags
}
