resource "azuredevops_environment" "this" {
  for_each = local.environments

  project_id  = local.project
  name        = "finrisk-${each.key}"
  description = "Apply, Deploy and secrets of ${each.key}. Made by infra/devops."
}

data "azuredevops_users" "approvers" {
  for_each = var.approvers

  principal_name = each.value
}

resource "azuredevops_group" "approvers" {
  scope        = local.project
  display_name = "FinRisk approvers"
  description  = "Approve changes of prod and administer its agents. Made by infra/devops."
  members      = flatten([for found in values(data.azuredevops_users.approvers) : [for user in found.users : user.descriptor]])

  lifecycle {
    postcondition {
      condition     = length(self.members) == length(var.approvers)
      error_message = "Somebody in var.approvers is not known to the organisation, or is known twice."
    }
  }
}

locals {
  settings = {
    for environment in local.environments : environment => merge(
      {
        subscriptionId      = one(distinct([for c in values(local.connections) : c.subscription_id if c.environment == environment]))
        tenantId            = local.bootstrap.tenant_id
        stateResourceGroup  = local.bootstrap.resource_group_name
        stateStorageAccount = local.bootstrap.storage_account_name
        plansStorageAccount = local.bootstrap.plans_storage_account_name
      },
      environment == "dev" && contains(local.environments, "prod") ? {
        promotionReaderPrincipalId = local.connections["prod-apply"].principal_id
      } : {},
      contains(keys(local.bootstrap.entra), environment) ? { entra = jsonencode(local.bootstrap.entra[environment]) } : {},
      { secretsPrincipalId = local.connections["${environment}-secrets"].principal_id },
      environment == "prod" ? {
        agents = jsonencode({
          organisation_url     = var.organisation_url
          project              = var.project_name
          network_principal_id = local.bootstrap.agents_network_principal_id
        })
      } : {},
      lookup(var.settings, environment, {}),
    )
  }
}

resource "azuredevops_variable_group" "settings" {
  for_each = local.settings

  project_id   = local.project
  name         = "finrisk-${each.key}-settings"
  description  = "Plain values that differ from one subscription to another. Made by infra/devops."
  allow_access = false

  dynamic "variable" {
    for_each = each.value

    content {
      name  = variable.key
      value = variable.value
    }
  }
}

# The caller key that Verify uses. A group that is linked to a vault holds nothing but that vault's secrets, and the secret
# must be in the vault before the group is made (docs/infra.md, first deployment).
resource "azuredevops_variable_group" "vault" {
  for_each = local.environments

  project_id   = local.project
  name         = "finrisk-${each.key}"
  description  = "Secrets of the pipeline itself, from its own vault. Made by infra/devops."
  allow_access = false

  key_vault {
    name                = local.bootstrap.pipeline_vaults[each.key]
    service_endpoint_id = azuredevops_serviceendpoint_azurerm.this["${each.key}-apply"].id
  }

  variable {
    name = "finrisk-verify-key"
  }

  depends_on = [azurerm_federated_identity_credential.this]
}

# Made by the Managed DevOps Pool of the environment; here it gets its guards.
data "azuredevops_agent_queue" "this" {
  for_each = var.agent_pools

  project_id = local.project
  name       = each.value
}

resource "azuredevops_securityrole_assignment" "agents" {
  for_each = data.azuredevops_agent_queue.this

  scope       = "distributedtask.agentqueuerole"
  resource_id = "${local.project}_${each.value.id}"
  identity_id = azuredevops_group.approvers.group_id
  role_name   = "Administrator"
}
