# Small, public and cheap: what is switched off here is what prod pays for. Identity, encryption and alerts are the same.
module "finrisk" {
  source = "../../modules/stack"

  environment     = "dev"
  subscription_id = var.subscription_id
  tenant_id       = var.tenant_id
  location        = "southafricanorth"
  owner           = "finrisk-team"
  cost_centre     = "finrisk-dev"

  image_digest                  = var.image_digest
  promotion_reader_principal_id = var.promotion_reader_principal_id
  secrets_principal_id          = var.secrets_principal_id
  vendor_base_url               = "https://sandbox.riskshield.com"

  cpu             = 0.5
  min_replicas    = 1
  max_replicas    = 2
  durable_backend = "storage"

  network_enabled    = false
  private            = false
  static_egress      = false
  zone_redundant     = false
  front_door_enabled = false
  allowed_ip_ranges  = []

  redis_enabled             = false
  app_configuration_enabled = false

  log_daily_quota_gb = 1
  log_retention_days = 30
  monthly_budget     = 150
  alert_emails       = var.alert_emails
  runbook_url        = var.runbook_url
}
