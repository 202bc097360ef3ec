# Every role of the app's identity, each on the narrowest scope that works and with its reason. The reason is also the
# assignment's description, so that an auditor who starts in the portal finds it too.

locals {
  shared_roles = merge(
    {
      registry = {
        scope  = module.registry.id
        role   = "AcrPull"
        reason = "The platform pulls the image as this identity; the registry has no admin user."
      }
      vault = {
        scope  = module.vault.id
        role   = "Key Vault Secrets User"
        reason = "Reads the providers' keys, the pepper, the Redis connection string, the function keys and the key that protects the key ring."
      }
      telemetry = {
        scope  = module.observability.application_insights_id
        role   = "Monitoring Metrics Publisher"
        reason = "Sends telemetry with its own identity, since local authentication is off."
      }
    },
    var.app_configuration_enabled ? {
      app_configuration = {
        scope  = module.app_configuration[0].id
        role   = "App Configuration Data Reader"
        reason = "Reads feature flags; changing them is for people."
      }
    } : {},
    var.customer_managed_key_enabled ? {
      storage_key = {
        scope  = module.vault.id
        role   = "Key Vault Crypto Service Encryption User"
        reason = "The storage accounts wrap their encryption keys with the vault's key as this identity."
      }
    } : {},
  )

  stamp_roles = merge(
    {
      blob = {
        role   = "Storage Blob Data Owner"
        reason = "The Functions host keeps its leases and large Durable messages in blobs and sets access on them; the key ring is a blob too."
      }
      queue = {
        role   = "Storage Queue Data Contributor"
        reason = "Durable creates, reads and deletes messages of its control and work-item queues."
      }
      table = {
        role   = "Storage Table Data Contributor"
        reason = "Durable keeps its histories in tables; so does the app its score history and audit."
      }
    },
    var.durable_backend == "scheduler" ? {
      task_hub = {
        role   = "Durable Task Data Contributor"
        reason = "Durable keeps its state in the scheduler's task hub."
      }
    } : {},
  )

  regional_roles = merge([
    for stamp in keys(local.stamps) : {
      for key, grant in local.stamp_roles : "${stamp}-${key}" => {
        scope  = key == "task_hub" ? module.stamp[stamp].task_hub_id : module.stamp[stamp].storage_id
        role   = grant.role
        reason = grant.reason
      }
    }
  ]...)
}

resource "azurerm_role_assignment" "shared" {
  for_each = local.shared_roles

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_user_assigned_identity.app.principal_id
  principal_type       = "ServicePrincipal"
  description          = each.value.reason
}

resource "azurerm_role_assignment" "regional" {
  for_each = local.regional_roles

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_user_assigned_identity.app.principal_id
  principal_type       = "ServicePrincipal"
  description          = each.value.reason
}

# Not the app's: the pipeline of the next environment copies the verified image from here, by digest.
resource "azurerm_role_assignment" "promotion" {
  count = var.promotion_reader_principal_id == null ? 0 : 1

  scope                = module.registry.id
  role_definition_name = "AcrPull"
  principal_id         = var.promotion_reader_principal_id
  principal_type       = "ServicePrincipal"
  description          = "The next environment's pipeline imports images from this registry."
}
