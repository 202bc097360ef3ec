variable "name" {
  description = "Middle part of the names (see modules/naming)."
  type        = string
}

variable "resource_group_name" {
  description = "Resource group of the workspace."
  type        = string
}

variable "resource_group_id" {
  description = "Id of that group."
  type        = string
}

variable "location" {
  description = "Region of the workspace."
  type        = string
}

variable "daily_quota_gb" {
  description = "Most gigabytes that the workspace takes in a day. Past it telemetry is dropped until midnight UTC, and the alert `log-cap` fires."
  type        = number

  validation {
    condition     = var.daily_quota_gb >= 0.5 && var.daily_quota_gb <= 500
    error_message = "daily_quota_gb must lie between 0.5 and 500: a run-away log must not become a run-away bill."
  }
}

variable "retention_days" {
  description = "Days that logs stay searchable."
  type        = number

  validation {
    condition     = var.retention_days >= 30 && var.retention_days <= 730
    error_message = "retention_days must lie between 30 and 730."
  }
}

variable "storage_accounts" {
  description = "Names of the regions' storage accounts, of whose blob logs the key ring's are kept."
  type        = set(string)

  validation {
    condition     = length(var.storage_accounts) > 0
    error_message = "storage_accounts must name at least one account."
  }
}

variable "keyring_container" {
  description = "Container of the key ring, in the storage account of each region: the one whose blob logs are kept."
  type        = string
}

variable "tags" {
  description = "Tags of the resources."
  type        = map(string)
}
