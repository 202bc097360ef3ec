variable "workload" {
  description = "Short name of the product; the stem of every resource name."
  type        = string
  default     = "finrisk"

  validation {
    condition     = can(regex("^[a-z]{3,8}$", var.workload))
    error_message = "workload must be 3 to 8 lower-case letters: storage accounts and vaults leave no room for more."
  }
}

variable "environment" {
  description = "Environment that the names and tags belong to."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "environment must be dev or prod."
  }
}

variable "location" {
  description = "Azure region, as in `az account list-locations`; part of each name in short form."
  type        = string

  validation {
    condition     = contains(keys(local.regions), var.location)
    error_message = "location has no short form yet: add it to local.regions of modules/naming."
  }
}

variable "subscription_id" {
  description = "Subscription of the resources. Its hash makes the globally unique names unique."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "subscription_id must be a GUID in lower case."
  }
}

variable "owner" {
  description = "Team or mailbox that answers for the resources; a tag."
  type        = string

  validation {
    condition     = length(trimspace(var.owner)) > 0
    error_message = "owner must not be empty: a resource without an owner is nobody's to patch."
  }
}

variable "cost_centre" {
  description = "Cost centre that is charged; a tag."
  type        = string

  validation {
    condition     = length(trimspace(var.cost_centre)) > 0
    error_message = "cost_centre must not be empty."
  }
}
