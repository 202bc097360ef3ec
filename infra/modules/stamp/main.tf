# A stamp is everything that one region needs to work alone: network, storage with the task hub, environment. The app is
# put on it by modules/stack, once its roles are granted.

resource "azurerm_resource_group" "this" {
  name     = "rg-${var.names.stem}"
  location = var.location
  tags     = var.names.tags
}

module "network" {
  source = "../network"
  count  = var.network_enabled ? 1 : 0

  name                = var.names.stem
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  address_space       = var.address_space
  dns_zones           = var.private ? local.dns_zones : {}
  static_egress       = var.static_egress
  management_enabled  = var.management_enabled
  tags                = var.names.tags
}

module "storage" {
  source = "../storage"

  name                = "st${var.names.packed}"
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  private             = var.private
  zone_redundant      = var.zone_redundant
  keyring_container   = var.keyring_container
  encryption          = var.storage_encryption
  tags                = var.names.tags
}

module "environment" {
  source = "../environment"

  name                = "cae-${var.names.stem}"
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  private             = var.private
  subnet_id           = one(module.network[*].apps_subnet_id)
  zone_redundant      = var.zone_redundant
  tags                = var.names.tags
}

module "durable_task_scheduler" {
  source = "../durable-task-scheduler"
  count  = var.durable_backend == "scheduler" ? 1 : 0

  name              = "dts-${var.names.unique}"
  resource_group_id = azurerm_resource_group.this.id
  location          = var.location
  task_hub          = "finrisk"
  capacity_units    = var.scheduler_capacity_units
  private           = var.private
  tags              = var.names.tags
}

module "redis" {
  source = "../redis"
  count  = var.redis_enabled ? 1 : 0

  name              = "redis-${var.names.unique}"
  resource_group_id = azurerm_resource_group.this.id
  location          = var.location
  sku               = var.redis_sku
  private           = var.private
  high_availability = var.zone_redundant
  tags              = var.names.tags
}
