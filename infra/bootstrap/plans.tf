# Where a plan waits between Plan and Apply. A plan file holds every value in the clear, those marked sensitive too, and its
# readable form holds more than whoever may open a pipeline run should see. So neither is a pipeline artefact: they lie here,
# for the identities and approvers of their own environment, and are gone after a week. Apart from the state, because that
# account keeps versions of everything and these should leave none.
resource "azurerm_storage_account" "plans" {
  name                             = "stfinriskplans${local.hash}"
  resource_group_name              = azurerm_resource_group.pipeline.name
  location                         = var.location
  account_kind                     = "StorageV2"
  account_tier                     = "Standard"
  account_replication_type         = "LRS"
  min_tls_version                  = "TLS1_2"
  https_traffic_only_enabled       = true
  shared_access_key_enabled        = false
  default_to_oauth_authentication  = true
  local_user_enabled               = false
  allow_nested_items_to_be_public  = false
  cross_tenant_replication_enabled = false
  allowed_copy_scope               = "AAD"
  tags                             = local.tags
}

resource "azurerm_storage_container" "plans" {
  for_each = var.environments

  name                  = each.key
  storage_account_id    = azurerm_storage_account.plans.id
  container_access_type = "private"
}

# Longer than an approval may take (infra/devops, approval_days), and no longer.
resource "azurerm_storage_management_policy" "plans" {
  storage_account_id = azurerm_storage_account.plans.id

  rule {
    name    = "drop-plans"
    enabled = true

    filters {
      blob_types = ["blockBlob"]
    }

    actions {
      base_blob {
        delete_after_days_since_creation_greater_than = 7
      }
    }
  }
}

resource "azurerm_role_assignment" "plans_written" {
  for_each = local.planners

  scope                = azurerm_storage_container.plans[each.value.environment].id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.pipeline[each.key].principal_id
  principal_type       = "ServicePrincipal"
  description          = "Keeps the plans of its own environment until they are applied."
}

resource "azurerm_role_assignment" "plans_read" {
  for_each = local.appliers

  scope                = azurerm_storage_container.plans[each.value.environment].id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_user_assigned_identity.pipeline[each.key].principal_id
  principal_type       = "ServicePrincipal"
  description          = "Fetches the approved plan of its own environment."
}

resource "azurerm_role_assignment" "plans_approved" {
  for_each = var.plan_reader_ids

  scope                = azurerm_storage_account.plans.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = each.value
  description          = "Reads a plan before approving it."
}
