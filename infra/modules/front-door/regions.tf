# A door for each region, past the choice that the common one makes: Verify asks every region by itself, and so can an operator
# before a failover. Same firewall, same addresses; callers are not told of these.
resource "azurerm_cdn_frontdoor_endpoint" "region" {
  for_each = var.origins

  name                     = "fde-${var.name}-${each.key}"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.this.id
  tags                     = var.tags
}

resource "azurerm_cdn_frontdoor_origin_group" "region" {
  for_each = var.origins

  name                     = "region-${each.key}"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.this.id
  session_affinity_enabled = false

  # No probe: with one origin there is nothing to choose, and an ill region must answer as it is.
  load_balancing {
    sample_size                 = 4
    successful_samples_required = 3
  }
}

resource "azurerm_cdn_frontdoor_origin" "region" {
  for_each = var.origins

  name                           = each.key
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.region[each.key].id
  enabled                        = true
  host_name                      = each.value.host_name
  origin_host_header             = each.value.host_name
  https_port                     = 443
  certificate_name_check_enabled = true

  # The same target as the origin of the common door, so it shares its connection. If Azure asks for a second one, the script
  # that approves them knows the message.
  private_link {
    private_link_target_id = each.value.environment_id
    target_type            = "managedEnvironments"
    location               = each.value.private_link_location
    request_message        = "finrisk front door"
  }
}

resource "azurerm_cdn_frontdoor_route" "region" {
  for_each = var.origins

  name                          = "everything"
  cdn_frontdoor_endpoint_id     = azurerm_cdn_frontdoor_endpoint.region[each.key].id
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.region[each.key].id
  cdn_frontdoor_origin_ids      = [azurerm_cdn_frontdoor_origin.region[each.key].id]
  patterns_to_match             = ["/*"]
  supported_protocols           = ["Https"]
  forwarding_protocol           = "HttpsOnly"
  https_redirect_enabled        = false
  link_to_default_domain        = true
}

resource "azurerm_cdn_frontdoor_security_policy" "region" {
  for_each = var.origins

  name                     = "waf-${each.key}"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.this.id

  security_policies {
    firewall {
      cdn_frontdoor_firewall_policy_id = azurerm_cdn_frontdoor_firewall_policy.this.id

      association {
        patterns_to_match = ["/*"]

        domain {
          cdn_frontdoor_domain_id = azurerm_cdn_frontdoor_endpoint.region[each.key].id
        }
      }
    }
  }
}
