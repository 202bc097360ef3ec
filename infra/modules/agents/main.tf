# Machines that Azure makes for one job and throws away, in our own subnet. A dev centre and its project are what the service
# hangs a pool on; they do nothing else here.
resource "azurerm_dev_center" "this" {
  name                = "dc-${var.name}"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags
}

resource "azurerm_dev_center_project" "this" {
  name                = "dcp-${var.name}"
  resource_group_name = var.resource_group_name
  location            = var.location
  dev_center_id       = azurerm_dev_center.this.id
  tags                = var.tags
}

# The pinned azurerm has no resource for it.
resource "azapi_resource" "pool" {
  type      = "Microsoft.DevOpsInfrastructure/pools@2025-01-21"
  name      = var.pool_name
  parent_id = var.resource_group_id
  location  = var.location
  tags      = var.tags

  body = {
    properties = {
      devCenterProjectResourceId = azurerm_dev_center_project.this.id
      maximumConcurrency         = var.maximum

      organizationProfile = {
        kind = "AzureDevOps"
        organizations = [
          {
            url         = var.organisation_url
            projects    = [var.project]
            parallelism = var.maximum
          },
        ]
        # Whoever makes the pool administers it in Azure DevOps, and nobody inherits anything; infra/devops says who uses it.
        permissionProfile = {
          kind = "CreatorOnly"
        }
      }

      # A fresh machine for each job: nothing that one job leaves behind meets the next.
      agentProfile = {
        kind = "Stateless"
      }

      fabricProfile = {
        kind = "Vmss"
        sku = {
          name = var.size
        }
        images = [
          {
            wellKnownImageName = "ubuntu-24.04"
            buffer             = "*"
          },
        ]
        networkProfile = {
          subnetId = var.subnet_id
        }
        osProfile = {
          logonType = "Service"
        }
      }
    }
  }
}
