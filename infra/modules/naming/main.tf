# The one rule for names and tags: <kind>-<workload>-<environment>-<region>, and where Azure wants a globally unique name
# or allows no dash, <kind><workload><environment><region><hash>, the hash being that of the subscription.

locals {
  regions = {
    northeurope      = "neu"
    southafricanorth = "san"
    southafricawest  = "saw"
    uksouth          = "uks"
    ukwest           = "ukw"
    westeurope       = "weu"
  }

  region = local.regions[var.location]
  stem   = "${var.workload}-${var.environment}-${local.region}"
  hash   = substr(sha256(var.subscription_id), 0, 5)
  packed = "${var.workload}${var.environment}${local.region}${local.hash}"

  tags = {
    workload    = var.workload
    environment = var.environment
    owner       = var.owner
    cost_centre = var.cost_centre
    data_class  = "personal-information"
    managed_by  = "terraform"
  }
}
