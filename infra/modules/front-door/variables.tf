variable "name" {
  description = "Middle part of the names (see modules/naming)."
  type        = string
}

variable "resource_group_name" {
  description = "Resource group of the profile."
  type        = string
}

variable "origins" {
  description = "Apps by region key: host name, order (1 is used while it is healthy, 2 when 1 is not), the environment that Front Door enters through Private Link, and the region that the private link starts in."
  type = map(object({
    host_name             = string
    priority              = number
    environment_id        = string
    private_link_location = string
  }))

  validation {
    condition     = length(distinct([for origin in values(var.origins) : origin.priority])) == length(var.origins)
    error_message = "Each origin needs a priority of its own: two equal ones would share the traffic, and the task hubs are not shared."
  }

  validation {
    condition = alltrue([
      for origin in values(var.origins) : contains([
        "australiaeast", "brazilsouth", "canadacentral", "centralindia", "centralus", "eastasia", "eastus", "eastus2",
        "francecentral", "germanywestcentral", "japaneast", "koreacentral", "northeurope", "norwayeast", "southafricanorth",
        "southcentralus", "swedencentral", "uksouth", "westeurope", "westus3",
      ], origin.private_link_location)
    ])
    error_message = "private_link_location must be a region in which Front Door offers private links; in Africa that is southafricanorth alone. It need not be the origin's own."
  }
}

variable "allowed_ip_ranges" {
  description = "CIDRs of callers; empty lets every address in."
  type        = list(string)
}

variable "rate_limit_per_minute" {
  description = "Requests that one client address may send in a minute before the firewall refuses it. A bank's callers share an address, and limits for each caller are the app's: this one is against floods."
  type        = number

  validation {
    condition     = var.rate_limit_per_minute >= 10 && var.rate_limit_per_minute <= 1000000
    error_message = "rate_limit_per_minute must lie between 10 and 1,000,000."
  }
}

variable "tags" {
  description = "Tags of the resources."
  type        = map(string)
}
