# Opt-in: where a bank's callers expect an API gateway. It imports openapi.yaml, gives each caller a subscription with a limit
# of its own, adds the caller's function key, and words what the platform refuses without words as problem details.
#
# Through azapi although azurerm has azurerm_api_management: that resource lists the service's access keys whenever it reads,
# which the plan's identity, a Reader, may not, and its subscriptions would put their keys into the state.
resource "azapi_resource" "service" {
  type      = "Microsoft.ApiManagement/service@2024-05-01"
  name      = var.name
  parent_id = var.resource_group_id
  location  = var.location
  tags      = var.tags

  identity {
    # Key Vault's exception for trusted services knows the service by this identity and by no other.
    type = "SystemAssigned"
  }

  body = {
    sku = {
      name     = var.sku
      capacity = 1
    }
    properties = {
      publisherName  = var.publisher_name
      publisherEmail = var.publisher_email
      customProperties = {
        "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10"         = "false"
        "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls11"         = "false"
        "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls10" = "false"
        "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls11" = "false"
      }
    }
  }

  response_export_values = ["identity.principalId", "properties.gatewayUrl", "properties.publicIPAddresses"]

  timeouts {
    create = "2h"
    update = "2h"
  }
}

# The one role of the gateway. Its keys are the vault's secrets, which it reads again every four hours.
resource "azurerm_role_assignment" "vault" {
  scope                = var.vault_id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azapi_resource.service.output.identity.principalId
  principal_type       = "ServicePrincipal"
  description          = "API Management reads the function keys that it adds to requests."
}

resource "azapi_resource" "function_key" {
  for_each = var.callers

  type      = "Microsoft.ApiManagement/service/namedValues@2024-05-01"
  name      = "function-key-${each.key}"
  parent_id = azapi_resource.service.id

  body = {
    properties = {
      displayName = "function-key-${each.key}"
      secret      = true
      keyVault = {
        secretIdentifier = "${var.vault_uri}secrets/host-function-${each.key}"
      }
    }
  }

  # A role takes some minutes to reach every data centre.
  retry = {
    error_message_regex  = ["Forbidden", "does not have secrets get permission"]
    interval_seconds     = 30
    max_interval_seconds = 120
  }

  depends_on = [azurerm_role_assignment.vault]
}

resource "azapi_resource" "api" {
  type      = "Microsoft.ApiManagement/service/apis@2024-05-01"
  name      = "finrisk"
  parent_id = azapi_resource.service.id

  body = {
    properties = {
      displayName          = "FinRisk"
      format               = "openapi"
      value                = file("${path.module}/../../../openapi.yaml")
      path                 = ""
      protocols            = ["https"]
      serviceUrl           = var.backend_url
      subscriptionRequired = true
      # Callers send what the contract asks for; that the key is a subscription's is between them and the gateway.
      subscriptionKeyParameterNames = {
        header = "x-functions-key"
        query  = "code"
      }
    }
  }
}

resource "azapi_resource" "problem" {
  type      = "Microsoft.ApiManagement/service/policyFragments@2024-05-01"
  name      = "problem"
  parent_id = azapi_resource.service.id

  body = {
    properties = {
      description = "The contract's problem details for a 401 or 429 that the app did not word."
      format      = "xml"
      value       = file("${path.module}/policies/problem.xml")
    }
  }
}

locals {
  # The policy wants the first and the last address of a range.
  ranges = [for range in var.allowed_ip_ranges : { from = cidrhost(range, 0), to = cidrhost(range, -1) }]
}

resource "azapi_resource" "policy" {
  type      = "Microsoft.ApiManagement/service/apis/policies@2024-05-01"
  name      = "policy"
  parent_id = azapi_resource.api.id

  body = {
    properties = {
      format = "xml"
      value  = templatefile("${path.module}/policies/api.xml", { ranges = local.ranges })
    }
  }

  depends_on = [azapi_resource.problem]
}

resource "azapi_resource" "product" {
  for_each = var.callers

  type      = "Microsoft.ApiManagement/service/products@2024-05-01"
  name      = each.key
  parent_id = azapi_resource.service.id

  body = {
    properties = {
      displayName          = each.key
      description          = "${each.value} requests a minute"
      state                = "published"
      subscriptionRequired = true
      approvalRequired     = true
    }
  }
}

resource "azapi_resource" "product_api" {
  for_each = var.callers

  type      = "Microsoft.ApiManagement/service/products/apis@2024-05-01"
  name      = azapi_resource.api.name
  parent_id = azapi_resource.product[each.key].id

  body = {}
}

resource "azapi_resource" "product_policy" {
  for_each = var.callers

  type      = "Microsoft.ApiManagement/service/products/policies@2024-05-01"
  name      = "policy"
  parent_id = azapi_resource.product[each.key].id

  body = {
    properties = {
      format = "xml"
      value  = templatefile("${path.module}/policies/product.xml", { caller = each.key, calls = each.value })
    }
  }

  # The policy names the value, and Azure refuses one that is not there.
  depends_on = [azapi_resource.function_key]
}

# Azure makes the two keys of a subscription; nobody here reads them (docs/runbook.md says who hands them over).
resource "azapi_resource" "subscription" {
  for_each = var.callers

  type      = "Microsoft.ApiManagement/service/subscriptions@2024-05-01"
  name      = each.key
  parent_id = azapi_resource.service.id

  body = {
    properties = {
      displayName = each.key
      scope       = azapi_resource.product[each.key].id
      state       = "active"
    }
  }
}
