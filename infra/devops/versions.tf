terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    azuredevops = {
      source  = "microsoft/azuredevops"
      version = "1.16.0"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "4.55.0"
    }
  }

  # Beside the state of infra/bootstrap, in the account that it made; group and account come with `-backend-config`.
  backend "azurerm" {
    container_name   = "bootstrap"
    key              = "devops.tfstate"
    use_azuread_auth = true
  }
}

# Signs in as the person who applies, by `az login`: no personal access token.
provider "azuredevops" {
  org_service_url = var.organisation_url
}

provider "azurerm" {
  subscription_id                 = var.subscription_id
  storage_use_azuread             = true
  resource_provider_registrations = "none"

  features {}
}
