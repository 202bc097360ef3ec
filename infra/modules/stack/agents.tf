# Agents inside the network, and whoever may write secrets from there.

locals {
  # What Microsoft's service needs to put the pool's machines into our network, as documented: to see it, and to join it.
  agent_roles = var.agents == null ? {} : {
    see = {
      role   = "Reader"
      reason = "Managed DevOps Pools looks at the network that its agents join."
    }
    join = {
      role   = "Network Contributor"
      reason = "Managed DevOps Pools joins its agents to the management subnet."
    }
  }

  # The agents verify each deployment through the same firewall as callers, from the network's fixed address.
  door_ranges = concat(
    local.allowed_ip_ranges,
    var.agents != null && length(local.allowed_ip_ranges) > 0 ? ["${module.stamp["primary"].egress_address}/32"] : [],
  )
}

resource "azurerm_role_assignment" "agents" {
  for_each = local.agent_roles

  scope                = module.stamp["primary"].network_id
  role_definition_name = each.value.role
  principal_id         = var.agents.network_principal_id
  principal_type       = "ServicePrincipal"
  description          = each.value.reason
}

module "agents" {
  source = "../agents"
  count  = var.agents == null ? 0 : 1

  name                = local.names.stem
  pool_name           = "finrisk-${var.environment}"
  resource_group_id   = azurerm_resource_group.shared.id
  resource_group_name = azurerm_resource_group.shared.name
  location            = var.location
  subnet_id           = module.stamp["primary"].management_subnet_id
  organisation_url    = var.agents.organisation_url
  project             = var.agents.project
  tags                = local.names.tags

  depends_on = [azurerm_role_assignment.agents]
}

# Writes and reads the vault's secrets, and can do nothing else (.azure-pipelines/secrets.yml).
resource "azurerm_role_assignment" "secrets" {
  count = var.secrets_principal_id == null ? 0 : 1

  scope                = module.vault.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = var.secrets_principal_id
  principal_type       = "ServicePrincipal"
  description          = "The pipeline's own identity for secrets sets and rotates them from inside the network."
}
