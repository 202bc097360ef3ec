resource "azurerm_user_assigned_identity" "pipeline" {
  for_each = local.identities

  name                = "id-finrisk-pipeline-${each.key}"
  resource_group_name = azurerm_resource_group.pipeline.name
  location            = var.location
  tags                = local.tags
}

# Who may sign in as one of them is federated by infra/devops, which makes the service connections and so knows their names.

# A plan takes a lease on the state while it reads it, which is a write. It reaches its own environment's container only.
resource "azurerm_role_assignment" "state" {
  for_each = local.lockers

  scope                = azurerm_storage_container.state[each.value.environment].id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.pipeline[each.key].principal_id
  principal_type       = "ServicePrincipal"
  description          = "Reads, locks and writes the state of its own environment."
}

# Anybody who can open a pull request can run what is in it, so its plan cannot write the state: `-lock=false`.
resource "azurerm_role_assignment" "state_review" {
  for_each = local.reviewers

  scope                = azurerm_storage_container.state[each.value.environment].id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_user_assigned_identity.pipeline[each.key].principal_id
  principal_type       = "ServicePrincipal"
  description          = "Reads the state to plan a pull request; cannot lock or write it."
}

resource "azurerm_role_assignment" "state_readers" {
  for_each = var.state_reader_ids

  scope                = azurerm_storage_account.state.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = each.value
  description          = "Reads the state in an emergency."
}

resource "azurerm_role_assignment" "reader" {
  for_each = local.readers

  scope                = "/subscriptions/${each.value.subscription_id}"
  role_definition_name = "Reader"
  principal_id         = azurerm_user_assigned_identity.pipeline[each.key].principal_id
  principal_type       = "ServicePrincipal"
  description          = "Compares what is there with what is written."
}

resource "azurerm_role_assignment" "contributor" {
  for_each = local.appliers

  scope                = "/subscriptions/${each.value.subscription_id}"
  role_definition_name = "Contributor"
  principal_id         = azurerm_user_assigned_identity.pipeline[each.key].principal_id
  principal_type       = "ServicePrincipal"
  description          = "Makes and changes the environment's resources. What it may grant is another assignment."
}

# Policies on the life of secrets are assignments too, which Contributor may not write.
resource "azurerm_role_assignment" "policy" {
  for_each = local.appliers

  scope                = "/subscriptions/${each.value.subscription_id}"
  role_definition_name = "Resource Policy Contributor"
  principal_id         = azurerm_user_assigned_identity.pipeline[each.key].principal_id
  principal_type       = "ServicePrincipal"
  description          = "Assigns the two policies on the life of secrets."
}

# It may grant, but only the roles that modules/stack/roles.tf grants, and only to service principals: a stolen pipeline
# cannot make itself or anybody else an owner.
resource "azurerm_role_assignment" "access" {
  for_each = local.appliers

  scope                = "/subscriptions/${each.value.subscription_id}"
  role_definition_name = "Role Based Access Control Administrator"
  principal_id         = azurerm_user_assigned_identity.pipeline[each.key].principal_id
  principal_type       = "ServicePrincipal"
  description          = "Grants the app's identity its roles, and no others."
  condition_version    = "2.0"
  condition            = <<-CONDITION
    (
     !(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})
     OR
     (
      @Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${join(", ", values(local.grantable_roles))}}
      AND
      @Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}
     )
    )
    AND
    (
     !(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})
     OR
     (
      @Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${join(", ", values(local.grantable_roles))}}
      AND
      @Resource[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}
     )
    )
  CONDITION
}
