terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    azuread = {
      source  = "hashicorp/azuread"
      version = "3.7.0"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "4.55.0"
    }
  }

  # Its own state starts on the disk of whoever runs it first and moves into the account that it made: docs/infra.md,
  # first deployment, steps 2 and 3.
}

provider "azurerm" {
  subscription_id     = var.subscription_id
  storage_use_azuread = true
  # Registering is a write on the subscription, which the plan's identity may not do: infra/scripts/providers.sh does it once.
  resource_provider_registrations = "none"

  features {
    key_vault {
      purge_soft_delete_on_destroy    = false
      recover_soft_deleted_key_vaults = true
    }
    storage {
      # After it made an account the provider would wait for its queue and blob service, and read both again at each plan, as
      # an identity that has no data role: 403. The management side says everything that is set here.
      data_plane_available = false
    }
  }
}

provider "azuread" {
  tenant_id = var.tenant_id
}
