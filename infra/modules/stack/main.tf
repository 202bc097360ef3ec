# One environment: what the regions share, a stamp for each region, the app on each stamp, and the door in front.

module "names" {
  source   = "../naming"
  for_each = local.stamps

  environment     = var.environment
  location        = each.value.location
  subscription_id = var.subscription_id
  owner           = var.owner
  cost_centre     = var.cost_centre
}

locals {
  # Regions that have availability zones; a stamp elsewhere runs without.
  zonal_regions = ["northeurope", "southafricanorth", "uksouth", "westeurope"]

  stamps = merge(
    {
      primary = {
        location              = var.location
        address_space         = var.address_space
        private_link_location = coalesce(var.private_link_location, var.location)
        priority              = 1
      }
    },
    var.secondary == null ? {} : {
      secondary = {
        location              = var.secondary.location
        address_space         = var.secondary.address_space
        private_link_location = coalesce(var.secondary.private_link_location, var.secondary.location)
        priority              = 2
      }
    },
  )

  # Before the first image exists everything but the app is made, so that there is a registry to push to and a vault to
  # fill.
  deployed = var.image_digest != "none"
  apps     = local.deployed ? local.stamps : {}

  keyring_container = "keyring"

  # Who has a function key. Behind API Management each caller keeps one of its own, which the gateway adds.
  callers = setunion(var.callers, keys(local.gateway_callers))

  names = module.names["primary"]
}

resource "azurerm_resource_group" "shared" {
  name     = "rg-${local.names.stem}-shared"
  location = var.location
  tags     = local.names.tags
}

# The one identity that the app runs as, in every region.
resource "azurerm_user_assigned_identity" "app" {
  name                = "id-${local.names.stem}"
  resource_group_name = azurerm_resource_group.shared.name
  location            = var.location
  tags                = local.names.tags
}

module "observability" {
  source = "../observability"

  name                = local.names.stem
  resource_group_name = azurerm_resource_group.shared.name
  resource_group_id   = azurerm_resource_group.shared.id
  location            = var.location
  daily_quota_gb      = var.log_daily_quota_gb
  retention_days      = var.log_retention_days
  storage_accounts    = [for names in module.names : "st${names.packed}"]
  keyring_container   = local.keyring_container
  tags                = local.names.tags
}

module "registry" {
  source = "../registry"

  name                = "cr${local.names.packed}"
  resource_group_name = azurerm_resource_group.shared.name
  location            = var.location
  private             = var.private
  replica_location    = one(var.secondary[*].location)
  tags                = local.names.tags
}

module "vault" {
  source = "../vault"

  # No dashes: `kv-finrisk-prod-san-` and the hash would be one character too long for a vault.
  name                     = "kv${local.names.packed}"
  resource_group_name      = azurerm_resource_group.shared.name
  resource_group_id        = azurerm_resource_group.shared.id
  location                 = var.location
  tenant_id                = var.tenant_id
  private                  = var.private
  secret_max_validity_days = var.secret_max_validity_days
  trusted_services         = var.customer_managed_key_enabled || var.enable_api_management
  storage_key_name         = var.customer_managed_key_enabled ? "storage" : null
  tags                     = local.names.tags
}

module "app_configuration" {
  source = "../app-configuration"
  count  = var.app_configuration_enabled ? 1 : 0

  name              = "appcs-${local.names.unique}"
  resource_group_id = azurerm_resource_group.shared.id
  location          = var.location
  private           = var.private
  replica_location  = one(var.secondary[*].location)
  tags              = local.names.tags
}

module "stamp" {
  source   = "../stamp"
  for_each = local.stamps

  names = {
    stem   = module.names[each.key].stem
    packed = module.names[each.key].packed
    unique = module.names[each.key].unique
    tags   = module.names[each.key].tags
  }
  location                 = each.value.location
  address_space            = each.value.address_space
  network_enabled          = var.network_enabled
  private                  = var.private
  static_egress            = var.static_egress
  management_enabled       = var.agents != null && each.key == "primary"
  zone_redundant           = var.zone_redundant && contains(local.zonal_regions, each.value.location)
  durable_backend          = var.durable_backend
  scheduler_capacity_units = var.scheduler_capacity_units
  keyring_container        = local.keyring_container
  redis_enabled            = var.redis_enabled
  redis_sku                = var.redis_sku

  storage_encryption = var.customer_managed_key_enabled ? {
    key_uri     = module.vault.storage_key_uri
    identity_id = azurerm_user_assigned_identity.app.id
  } : null

  shared_endpoints = merge(
    {
      vault    = { target_id = module.vault.id, subresource = "vault" }
      registry = { target_id = module.registry.id, subresource = "registry" }
    },
    var.app_configuration_enabled ? {
      app_configuration = { target_id = module.app_configuration[0].id, subresource = "configurationStores" }
    } : {},
  )

  # A storage account that encrypts with our key needs the role on the vault before it can be made.
  depends_on = [azurerm_role_assignment.shared]
}

module "app" {
  source   = "../app"
  for_each = local.apps

  name                  = "ca-${module.names[each.key].stem}"
  resource_group_id     = module.stamp[each.key].resource_group_id
  location              = each.value.location
  environment_id        = module.stamp[each.key].environment_id
  image                 = "${module.registry.login_server}/${var.image_repository}@${var.image_digest}"
  registry_login_server = module.registry.login_server
  identity = {
    id        = azurerm_user_assigned_identity.app.id
    client_id = azurerm_user_assigned_identity.app.client_id
  }
  cpu          = var.cpu
  min_replicas = var.min_replicas
  max_replicas = var.max_replicas

  # Behind Front Door the caller's address is known to its firewall alone; the app sees the private link.
  allowed_ip_ranges = var.front_door_enabled ? [] : local.allowed_ip_ranges
  callers           = local.callers
  operators         = var.operators
  caller_permits    = var.caller_permits
  entra = var.entra == null ? null : {
    tenant_id       = var.tenant_id
    client_id       = var.entra.client_id
    allowed_callers = var.entra.allowed_callers
  }

  vendor_base_url = var.vendor_base_url
  backup          = var.backup
  vault_uri       = module.vault.uri
  storage         = module.stamp[each.key].storage
  # Azure marks it sensitive, but it is an address: local authentication is off. Left marked, it would hide the app's whole
  # environment from whoever reviews a plan.
  telemetry_connection_string  = nonsensitive(module.observability.connection_string)
  durable_task_scheduler       = module.stamp[each.key].durable_task_scheduler
  partition_count              = var.partition_count
  previous_peppers_secret_name = var.pepper_rotating ? "privacy-previous-peppers" : null
  redis_secret_name            = var.redis_enabled ? "redis-connection-string-${module.names[each.key].region}" : null
  app_configuration_endpoint   = one(module.app_configuration[*].endpoint)
  tags                         = module.names[each.key].tags

  # The platform pulls the image and reads the secrets while it makes the app, which takes the roles; in a private environment also
  # the stamp's private endpoints and the DNS zones that lead to them.
  depends_on = [azurerm_role_assignment.shared, azurerm_role_assignment.regional, module.stamp]
}

module "front_door" {
  source = "../front-door"
  count  = var.front_door_enabled && local.deployed ? 1 : 0

  name                = local.names.stem
  resource_group_name = azurerm_resource_group.shared.name
  origins = {
    for key, stamp in local.apps : key => {
      host_name             = module.app[key].host_name
      priority              = stamp.priority
      environment_id        = module.stamp[key].environment_id
      private_link_location = stamp.private_link_location
    }
  }
  allowed_ip_ranges     = local.door_ranges
  rate_limit_per_minute = var.rate_limit_per_minute
  tags                  = local.names.tags
}

module "alerts" {
  source = "../alerts"

  name                    = local.names.stem
  short_name              = "finrisk-${var.environment}"
  resource_group_name     = azurerm_resource_group.shared.name
  location                = var.location
  workspace_id            = module.observability.workspace_id
  application_insights_id = module.observability.application_insights_id
  email_addresses         = var.alert_emails
  runbook_url             = var.runbook_url
  vendor_host             = trimprefix(var.vendor_base_url, "https://")
  backup_host             = one([for backup in var.backup[*] : trimprefix(backup.base_url, "https://")])
  app_client_id           = azurerm_user_assigned_identity.app.client_id
  front_door_enabled      = var.front_door_enabled && local.deployed
  front_door_id           = one(module.front_door[*].id)
  availability_enabled    = local.probed
  availability_url        = local.probed ? "https://${local.host_name}/health/ready" : null
  apps = {
    for key in keys(local.apps) : key => {
      id           = module.app[key].id
      min_replicas = var.min_replicas
      max_replicas = var.max_replicas
    }
  }
  budget = {
    subscription_id = var.subscription_id
    environment     = var.environment
    amount          = var.monthly_budget
  }
  tags = local.names.tags
}

locals {
  # The availability test comes from the internet. Front Door's firewall lets everybody ask for readiness; an app without it does
  # so only where it has no address list.
  probed = local.deployed && (var.front_door_enabled || (!var.private && length(var.allowed_ip_ranges) == 0))

  # Front Door if there is one, else the app itself; null before the first image.
  host_name = !local.deployed ? null : var.front_door_enabled ? module.front_door[0].host_name : module.app["primary"].host_name
}
