# Premium, because Private Link to the environment and the managed rules need it.
resource "azurerm_cdn_frontdoor_profile" "this" {
  name                = "afd-${var.name}"
  resource_group_name = var.resource_group_name
  sku_name            = "Premium_AzureFrontDoor"
  # A caller may wait 60 s for its answer (Prefer: wait=60).
  response_timeout_seconds = 90
  tags                     = var.tags
}

resource "azurerm_cdn_frontdoor_endpoint" "this" {
  name                     = "fde-${var.name}"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.this.id
  tags                     = var.tags
}

resource "azurerm_cdn_frontdoor_origin_group" "this" {
  name                     = "regions"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.this.id
  session_affinity_enabled = false
  # Ids of validations are only known where they were started: come back slowly, in one step, and once.
  restore_traffic_time_to_healed_or_new_endpoint_in_minutes = 10

  health_probe {
    path                = "/health/ready"
    protocol            = "Https"
    request_type        = "GET"
    interval_in_seconds = 60
  }

  load_balancing {
    sample_size                        = 4
    successful_samples_required        = 3
    additional_latency_in_milliseconds = 0
  }
}

resource "azurerm_cdn_frontdoor_origin" "this" {
  for_each = var.origins

  name                           = each.key
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.this.id
  enabled                        = true
  host_name                      = each.value.host_name
  origin_host_header             = each.value.host_name
  https_port                     = 443
  priority                       = each.value.priority
  weight                         = 1000
  certificate_name_check_enabled = true

  # The connection waits for approval on our side: infra/scripts/approve-private-link.sh, run after each apply.
  private_link {
    private_link_target_id = each.value.environment_id
    target_type            = "managedEnvironments"
    location               = each.value.private_link_location
    request_message        = "finrisk front door"
  }
}

resource "azurerm_cdn_frontdoor_route" "this" {
  name                          = "everything"
  cdn_frontdoor_endpoint_id     = azurerm_cdn_frontdoor_endpoint.this.id
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.this.id
  cdn_frontdoor_origin_ids      = [for origin in azurerm_cdn_frontdoor_origin.this : origin.id]
  patterns_to_match             = ["/*"]
  supported_protocols           = ["Https"]
  forwarding_protocol           = "HttpsOnly"
  https_redirect_enabled        = false
  link_to_default_domain        = true
}
