# Holds what the Functions host and Durable need (leases, queues, histories), the score history, the audit and the key
# ring. Not geo-redundant: a task hub copied a few minutes late would run finished work again after a failover, so each
# region has its own account (docs/infra.md).
resource "azurerm_storage_account" "this" {
  name                             = var.name
  resource_group_name              = var.resource_group_name
  location                         = var.location
  account_kind                     = "StorageV2"
  account_tier                     = "Standard"
  account_replication_type         = var.zone_redundant ? "ZRS" : "LRS"
  min_tls_version                  = "TLS1_2"
  https_traffic_only_enabled       = true
  shared_access_key_enabled        = false
  default_to_oauth_authentication  = true
  local_user_enabled               = false
  allow_nested_items_to_be_public  = false
  cross_tenant_replication_enabled = false
  allowed_copy_scope               = "AAD"
  public_network_access_enabled    = !var.private
  # Queues and tables can use the customer's key only if the account was made so.
  queue_encryption_key_type = var.encryption == null ? "Service" : "Account"
  table_encryption_key_type = var.encryption == null ? "Service" : "Account"
  tags                      = var.tags

  network_rules {
    default_action = var.private ? "Deny" : "Allow"
    bypass         = ["None"]
  }

  blob_properties {
    # The key ring is the one thing here that cannot be made again: without it no stored applicant can be opened.
    versioning_enabled = true

    delete_retention_policy {
      days = 30
    }

    container_delete_retention_policy {
      days = 30
    }
  }

  dynamic "identity" {
    for_each = var.encryption == null ? [] : [var.encryption.identity_id]

    content {
      type         = "UserAssigned"
      identity_ids = [identity.value]
    }
  }

  dynamic "customer_managed_key" {
    for_each = var.encryption == null ? [] : [var.encryption]

    content {
      key_vault_key_id          = customer_managed_key.value.key_uri
      user_assigned_identity_id = customer_managed_key.value.identity_id
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_storage_container" "keyring" {
  name                  = var.keyring_container
  storage_account_id    = azurerm_storage_account.this.id
  container_access_type = "private"
}

# Versioning is for the key ring; the host's own blobs (leases, large messages) would pile up versions for ever.
resource "azurerm_storage_management_policy" "versions" {
  storage_account_id = azurerm_storage_account.this.id

  rule {
    name    = "drop-old-versions"
    enabled = true

    filters {
      blob_types = ["blockBlob"]
    }

    actions {
      version {
        delete_after_days_since_creation = 90
      }
    }
  }
}
