# What callers of an environment with Entra ID ask a token for. Made here and not by the environment's pipeline, because it
# takes a directory role (Application Administrator) that no pipeline should have.

locals {
  # Whoever calls with a token, by a name for the assignment: the callers, and the pipeline, which verifies each deployment.
  api_clients = {
    for environment, callers in var.api_callers : environment => merge(
      {
        for client_id in callers : client_id => {
          client_id = client_id
          object_id = data.azuread_service_principal.callers["${environment}/${client_id}"].object_id
        }
      },
      {
        pipeline = {
          client_id = azurerm_user_assigned_identity.pipeline["${environment}-apply"].client_id
          object_id = azurerm_user_assigned_identity.pipeline["${environment}-apply"].principal_id
        }
      },
    )
  }

  api_assignments = merge([
    for environment, callers in var.api_callers : {
      for name in concat(tolist(callers), ["pipeline"]) : "${environment}/${name}" => { environment = environment, name = name }
    }
  ]...)

  api_callers = merge([
    for environment, callers in var.api_callers : { for client_id in callers : "${environment}/${client_id}" => client_id }
  ]...)

  # An app role has an id that must not change, or every grant of it is lost. These follow from the names.
  caller_role_id   = uuidv5("url", "finrisk/app-roles/caller")
  operator_role_id = uuidv5("url", "finrisk/app-roles/operator")
}

data "azuread_service_principal" "callers" {
  for_each = local.api_callers

  client_id = each.value
}

data "azuread_service_principal" "devops_infrastructure" {
  count = var.managed_agents_enabled ? 1 : 0

  display_name = "DevOpsInfrastructure"
}

resource "azuread_application" "api" {
  for_each = var.api_callers

  display_name     = "finrisk-${each.key}"
  sign_in_audience = "AzureADMyOrg"
  notes            = "What callers of FinRisk (${each.key}) ask tokens for. Made by infra/bootstrap."

  # The app's authentication knows the v2 issuer only; without this Entra ID signs v1 tokens, whose issuer is another.
  api {
    requested_access_token_version = 2
  }

  app_role {
    id                   = local.caller_role_id
    allowed_member_types = ["Application"]
    display_name         = "Caller"
    description          = "May ask for validations."
    value                = "FinRisk.Caller"
    enabled              = true
  }

  app_role {
    id                   = local.operator_role_id
    allowed_member_types = ["Application", "User"]
    display_name         = "Operator"
    description          = "May see every validation, read the audit log and force the circuit."
    value                = "FinRisk.Operator"
    enabled              = true
  }

  lifecycle {
    # Set by the resource below, which needs the client id first.
    ignore_changes  = [identifier_uris]
    prevent_destroy = true
  }
}

resource "azuread_application_identifier_uri" "api" {
  for_each = var.api_callers

  application_id = azuread_application.api[each.key].id
  identifier_uri = "api://${azuread_application.api[each.key].client_id}"
}

# Without a service principal in the tenant nobody can ask for a token. It lets in only whom it has been told of.
resource "azuread_service_principal" "api" {
  for_each = var.api_callers

  client_id                    = azuread_application.api[each.key].client_id
  app_role_assignment_required = true
}

resource "azuread_app_role_assignment" "callers" {
  for_each = local.api_assignments

  app_role_id         = local.caller_role_id
  principal_object_id = local.api_clients[each.value.environment][each.value.name].object_id
  resource_object_id  = azuread_service_principal.api[each.value.environment].object_id
}
