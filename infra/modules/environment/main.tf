resource "azurerm_container_app_environment" "this" {
  name                     = var.name
  resource_group_name      = var.resource_group_name
  location                 = var.location
  infrastructure_subnet_id = var.subnet_id
  # Not `false` without a subnet: the provider refuses the argument then, whatever its value.
  zone_redundancy_enabled = var.zone_redundant ? true : null
  # `azure-monitor` sends logs by diagnostic setting. The other way, `log-analytics`, wants the workspace's shared key,
  # which would then lie in the state, and which our workspace refuses anyway.
  logs_destination      = "azure-monitor"
  public_network_access = var.private ? "Disabled" : "Enabled"
  tags                  = var.tags

  # The profile makes it a workload-profile environment: without one there are no private endpoints and no NAT gateway.
  workload_profile {
    name                  = "Consumption"
    workload_profile_type = "Consumption"
  }
}
