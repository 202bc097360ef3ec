resource "azurerm_key_vault" "this" {
  name                          = var.name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  tenant_id                     = var.tenant_id
  sku_name                      = "standard"
  rbac_authorization_enabled    = true
  purge_protection_enabled      = true
  soft_delete_retention_days    = 90
  public_network_access_enabled = !var.private
  tags                          = var.tags

  network_acls {
    default_action = var.private ? "Deny" : "Allow"
    # Container Apps is not among the trusted services, so the exception would open a door that the app cannot use: it
    # comes by the private endpoint. A storage account that encrypts with a key of this vault needs the exception, and API
    # Management, because both call from outside our network.
    bypass = var.trusted_services ? "AzureServices" : "None"
  }
}

# Values are set by people (docs/runbook.md), so the limit on their life is a policy and not an argument here.
resource "azurerm_resource_group_policy_assignment" "secret_expiry" {
  name                 = "secrets-must-expire"
  display_name         = "Key Vault secrets have an expiration date"
  resource_group_id    = var.resource_group_id
  policy_definition_id = "/providers/Microsoft.Authorization/policyDefinitions/98728c90-32c7-4049-8429-847dc0f4fe37"
  parameters           = jsonencode({ effect = { value = "Deny" } })

  non_compliance_message {
    content = "Set an expiry of at most ${var.secret_max_validity_days} days: docs/runbook.md, section on rotation."
  }
}

resource "azurerm_resource_group_policy_assignment" "secret_validity" {
  name                 = "secrets-rotate"
  display_name         = "Key Vault secrets live at most ${var.secret_max_validity_days} days"
  resource_group_id    = var.resource_group_id
  policy_definition_id = "/providers/Microsoft.Authorization/policyDefinitions/342e8053-e12e-4c44-be01-c3c2f318400f"
  parameters = jsonencode({
    effect                = { value = "Deny" }
    maximumValidityInDays = { value = var.secret_max_validity_days }
  })

  non_compliance_message {
    content = "Set an expiry of at most ${var.secret_max_validity_days} days: docs/runbook.md, section on rotation."
  }
}

# Made through the management side (azapi), because the vault's data side is closed to whoever runs Terraform.
# It turns itself every 90 days; storage follows the newest version.
resource "azapi_resource" "storage_key" {
  count = var.storage_key_name == null ? 0 : 1

  type      = "Microsoft.KeyVault/vaults/keys@2023-07-01"
  name      = var.storage_key_name
  parent_id = azurerm_key_vault.this.id

  body = {
    properties = {
      kty     = "RSA"
      keySize = 3072
      keyOps  = ["wrapKey", "unwrapKey"]
      rotationPolicy = {
        attributes = {
          expiryTime = "P120D"
        }
        lifetimeActions = [
          {
            action  = { type = "rotate" }
            trigger = { timeAfterCreate = "P90D" }
          },
          {
            action  = { type = "notify" }
            trigger = { timeBeforeExpiry = "P30D" }
          },
        ]
      }
    }
  }

  response_export_values = ["properties.keyUri"]
}
