# What must exist before the first pipeline can run: a place for the state, an identity for each environment's plan and
# apply, and a small vault for what the pipeline itself must know. Run by a person, once, and again for a new environment.

locals {
  hash = substr(sha256(var.subscription_id), 0, 5)

  tags = {
    workload    = "finrisk"
    environment = "shared"
    owner       = var.owner
    cost_centre = var.cost_centre
    data_class  = "internal"
    managed_by  = "terraform"
  }

  # One identity for each thing that the pipeline does to an environment, so that none can do what another is for:
  # `plan` looks, `apply` changes, `secrets` writes the vault's secrets and nothing else. `review` plans pull requests, which
  # nobody has approved yet, so it reads even the state without being able to lock or write it; prod has none.
  identities = merge(
    merge([
      for environment, target in var.environments : {
        for kind in ["plan", "apply", "secrets"] : "${environment}-${kind}" => {
          environment     = environment
          kind            = kind
          subscription_id = target.subscription_id
        }
      }
    ]...),
    contains(keys(var.environments), "dev") ? {
      "dev-review" = { environment = "dev", kind = "review", subscription_id = var.environments["dev"].subscription_id }
    } : {},
  )

  readers   = { for name, identity in local.identities : name => identity if identity.kind != "secrets" }
  lockers   = { for name, identity in local.identities : name => identity if contains(["plan", "apply"], identity.kind) }
  planners  = { for name, identity in local.identities : name => identity if identity.kind == "plan" }
  appliers  = { for name, identity in local.identities : name => identity if identity.kind == "apply" }
  reviewers = { for name, identity in local.identities : name => identity if identity.kind == "review" }
}

resource "azurerm_resource_group" "pipeline" {
  name     = "rg-finrisk-pipeline"
  location = var.location
  tags     = local.tags
}

resource "azurerm_storage_account" "state" {
  name                             = "stfinriskstate${local.hash}"
  resource_group_name              = azurerm_resource_group.pipeline.name
  location                         = var.location
  account_kind                     = "StorageV2"
  account_tier                     = "Standard"
  account_replication_type         = "GRS"
  min_tls_version                  = "TLS1_2"
  https_traffic_only_enabled       = true
  shared_access_key_enabled        = false
  default_to_oauth_authentication  = true
  local_user_enabled               = false
  allow_nested_items_to_be_public  = false
  cross_tenant_replication_enabled = false
  allowed_copy_scope               = "AAD"
  tags                             = local.tags

  blob_properties {
    versioning_enabled  = true
    change_feed_enabled = true

    delete_retention_policy {
      days = 90
    }

    container_delete_retention_policy {
      days = 90
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_storage_container" "state" {
  for_each = toset(concat(keys(var.environments), ["bootstrap"]))

  name                  = each.value
  storage_account_id    = azurerm_storage_account.state.id
  container_access_type = "private"
}

# A deleted state is an outage of every later change: not even an owner deletes the account by a slip.
resource "azurerm_management_lock" "state" {
  name       = "keep-the-state"
  scope      = azurerm_storage_account.state.id
  lock_level = "CanNotDelete"
  notes      = "Terraform state of every environment. See docs/infra.md."
}
