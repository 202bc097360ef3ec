terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    azapi = {
      source  = "Azure/azapi"
      version = "2.12.0"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "4.55.0"
    }
  }

  # The account is made by infra/bootstrap; its name and group come with `terraform init -backend-config`.
  backend "azurerm" {
    container_name   = "prod"
    key              = "finrisk.tfstate"
    use_azuread_auth = true
    use_oidc         = true
  }
}

provider "azurerm" {
  subscription_id = var.subscription_id
  # Storage refuses shared keys, so the provider must come with its own identity there too.
  storage_use_azuread = true
  use_oidc            = true
  # Registering is a write on the subscription, which the plan's identity may not do: infra/scripts/providers.sh does it once.
  resource_provider_registrations = "none"

  features {
    key_vault {
      # A vault in the bin is recovered and never purged: the purge would be refused, and the secrets are still in it.
      purge_soft_delete_on_destroy    = false
      recover_soft_deleted_key_vaults = true
    }
    resource_group {
      prevent_deletion_if_contains_resources = true
    }
    storage {
      # After it made an account the provider would wait for its queue and blob service, and read both again at each plan, as
      # an identity that has no data role: 403. The management side says everything that is set here.
      data_plane_available = false
    }
  }
}

provider "azapi" {
  subscription_id            = var.subscription_id
  use_oidc                   = true
  skip_provider_registration = true
}
