# What the pipeline itself must know: one caller key, with which Verify sends its one validation. It is linked to the
# variable group finrisk-<environment>. Azure DevOps reaches a linked vault from the internet only, so this is a vault of
# its own: the app's vault stays closed, and neither the vendor's key nor the pepper ever comes near a pipeline.
resource "azurerm_key_vault" "pipeline" {
  for_each = var.environments

  name                          = "kvfinrisk${each.key}cicd${local.hash}"
  resource_group_name           = azurerm_resource_group.pipeline.name
  location                      = var.location
  tenant_id                     = var.tenant_id
  sku_name                      = "standard"
  rbac_authorization_enabled    = true
  purge_protection_enabled      = true
  soft_delete_retention_days    = 90
  public_network_access_enabled = true
  tags                          = local.tags

  network_acls {
    default_action = "Allow"
    bypass         = "None"
  }
}

resource "azurerm_role_assignment" "pipeline_vault" {
  for_each = local.appliers

  scope                = azurerm_key_vault.pipeline[each.value.environment].id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.pipeline[each.key].principal_id
  principal_type       = "ServicePrincipal"
  description          = "Reads the caller key that Verify uses."
}
