locals {
  # With the port, as the firewall's own log shows an address, and without.
  readiness = [for port in [":443", ""] : "https://${azurerm_cdn_frontdoor_endpoint.this.host_name}${port}/health/ready"]
}

resource "azurerm_cdn_frontdoor_firewall_policy" "this" {
  name                       = replace("waf${var.name}", "-", "")
  resource_group_name        = var.resource_group_name
  sku_name                   = azurerm_cdn_frontdoor_profile.this.sku_name
  mode                       = "Prevention"
  request_body_check_enabled = true
  tags                       = var.tags

  dynamic "custom_rule" {
    for_each = length(var.allowed_ip_ranges) == 0 ? [] : [var.allowed_ip_ranges]

    content {
      name     = "OnlyKnownNetworks"
      type     = "MatchRule"
      priority = 10
      action   = "Block"

      match_condition {
        # The address of the connection, not a header that a caller can write.
        match_variable     = "SocketAddr"
        operator           = "IPMatch"
        negation_condition = true
        match_values       = custom_rule.value
      }

      # Readiness is for everybody: it holds no data, and the availability test comes from Microsoft's addresses. Equal and not
      # EndsWith, which a query string could fake.
      match_condition {
        match_variable     = "RequestUri"
        operator           = "Equal"
        negation_condition = true
        match_values       = local.readiness
      }
    }
  }

  custom_rule {
    name                           = "RateLimit"
    type                           = "RateLimitRule"
    priority                       = 20
    action                         = "Block"
    rate_limit_duration_in_minutes = 1
    rate_limit_threshold           = var.rate_limit_per_minute

    match_condition {
      match_variable = "SocketAddr"
      operator       = "IPMatch"
      match_values   = ["0.0.0.0/0", "::/0"]
    }
  }

  managed_rule {
    type    = "Microsoft_DefaultRuleSet"
    version = "2.1"
    action  = "Block"
  }

  managed_rule {
    type    = "Microsoft_BotManagerRuleSet"
    version = "1.1"
    action  = "Block"
  }

  # A rule that fires logs what it matched. In this product that can be a name or an ID number (contract, section 6).
  log_scrubbing {
    enabled = true

    dynamic "scrubbing_rule" {
      for_each = ["RequestBodyJsonArgNames", "RequestBodyPostArgNames", "QueryStringArgNames", "RequestHeaderNames"]

      content {
        enabled        = true
        match_variable = scrubbing_rule.value
        operator       = "EqualsAny"
      }
    }
  }
}

resource "azurerm_cdn_frontdoor_security_policy" "this" {
  name                     = "waf"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.this.id

  security_policies {
    firewall {
      cdn_frontdoor_firewall_policy_id = azurerm_cdn_frontdoor_firewall_policy.this.id

      association {
        patterns_to_match = ["/*"]

        domain {
          cdn_frontdoor_domain_id = azurerm_cdn_frontdoor_endpoint.this.id
        }
      }
    }
  }
}
