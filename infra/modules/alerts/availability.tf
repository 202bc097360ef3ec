# Asked from outside, as a caller would. Only where something public answers.
resource "azurerm_application_insights_standard_web_test" "ready" {
  count = var.availability_enabled ? 1 : 0

  name                    = "ready-${var.name}"
  description             = "GET /health/ready from five regions"
  resource_group_name     = var.resource_group_name
  location                = var.location
  application_insights_id = var.application_insights_id
  enabled                 = true
  frequency               = 300
  timeout                 = 30
  retry_enabled           = true
  # West and North Europe, UK South and West, East US: the test has no location in Africa.
  geo_locations = ["emea-nl-ams-azr", "emea-gb-db3-azr", "emea-ru-msa-edge", "emea-se-sto-edge", "us-va-ash-azr"]
  tags          = merge(var.tags, { "hidden-link:${var.application_insights_id}" = "Resource" })

  request {
    url                              = var.availability_url
    http_verb                        = "GET"
    follow_redirects_enabled         = false
    parse_dependent_requests_enabled = false
  }

  validation_rules {
    expected_status_code        = 200
    ssl_check_enabled           = true
    ssl_cert_remaining_lifetime = 14
  }
}

resource "azurerm_monitor_metric_alert" "availability" {
  count = var.availability_enabled ? 1 : 0

  name                = "availability-${var.name}"
  description         = "What to do: ${var.runbook_url}#availability"
  resource_group_name = var.resource_group_name
  scopes              = [azurerm_application_insights_standard_web_test.ready[0].id, var.application_insights_id]
  severity            = 0
  frequency           = "PT1M"
  window_size         = "PT5M"
  auto_mitigate       = true
  tags                = var.tags

  application_insights_web_test_location_availability_criteria {
    component_id = var.application_insights_id
    web_test_id  = azurerm_application_insights_standard_web_test.ready[0].id
    # One region's trouble is the internet's; three are ours.
    failed_location_count = 3
  }

  action {
    action_group_id = azurerm_monitor_action_group.operators.id
  }
}
