resource "azurerm_application_insights_workbook" "operations" {
  # A workbook's name must be a GUID; this one stays the same for the same environment.
  name                = uuidv5("url", "https://finrisk/${var.name}/operations")
  display_name        = "FinRisk operations (${var.name})"
  description         = "Traffic, outcomes, vendor and circuit at a glance"
  category            = "workbook"
  resource_group_name = var.resource_group_name
  location            = var.location
  source_id           = lower(var.application_insights_id)
  data_json           = file("${path.module}/workbook.json")
  tags                = var.tags
}
