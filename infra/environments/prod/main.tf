# Private, behind Front Door, in two regions where a second one has been chosen.
module "finrisk" {
  source = "../../modules/stack"

  environment     = "prod"
  subscription_id = var.subscription_id
  tenant_id       = var.tenant_id
  location        = "southafricanorth"
  owner           = "finrisk-team"
  cost_centre     = "finrisk-prod"

  image_digest    = var.image_digest
  vendor_base_url = "https://api.riskshield.com"

  # Three replicas, one a zone. The upper end follows docs/cost.md: 100,000 requests a minute.
  cpu             = 1
  min_replicas    = 3
  max_replicas    = 60
  durable_backend = "storage"

  network_enabled = true
  address_space   = "10.40.0.0/22"
  private         = true
  static_egress   = true
  zone_redundant  = true

  secondary = var.secondary_location == "none" ? null : {
    location      = var.secondary_location
    address_space = "10.41.0.0/22"
  }

  front_door_enabled = true
  allowed_ip_ranges  = var.allowed_ip_ranges
  entra              = var.entra

  agents               = var.agents
  secrets_principal_id = var.secrets_principal_id

  redis_enabled             = true
  redis_sku                 = "Balanced_B1"
  app_configuration_enabled = true

  log_daily_quota_gb = 50
  log_retention_days = 90
  monthly_budget     = 4000
  alert_emails       = var.alert_emails
  runbook_url        = var.runbook_url
}
