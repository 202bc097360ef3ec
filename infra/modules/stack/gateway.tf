# API Management in front of whatever callers would use otherwise: Front Door, or the app itself.
locals {
  gateway_callers = var.enable_api_management ? var.api_management.callers : {}

  # Front Door and the app see the gateway's address, not its callers'.
  allowed_ip_ranges = length(var.allowed_ip_ranges) == 0 ? [] : concat(
    var.allowed_ip_ranges,
    [for address in module.api_management[*].address : "${address}/32"],
  )
}

module "api_management" {
  source = "../api-management"
  count  = var.enable_api_management && local.deployed ? 1 : 0

  name              = "apim-${local.names.unique}"
  resource_group_id = azurerm_resource_group.shared.id
  location          = var.location
  sku               = var.api_management.sku
  publisher_name    = var.owner
  publisher_email   = var.api_management.publisher_email
  backend_url       = "https://${local.host_name}"
  vault_id          = module.vault.id
  vault_uri         = module.vault.uri
  callers           = local.gateway_callers
  allowed_ip_ranges = var.allowed_ip_ranges
  tags              = local.names.tags
}
