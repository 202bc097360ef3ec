variable "name" {
  description = "Middle part of the names (see modules/naming)."
  type        = string
}

variable "short_name" {
  description = "Name of the action group in messages, at most 12 characters."
  type        = string

  validation {
    condition     = length(var.short_name) >= 1 && length(var.short_name) <= 12
    error_message = "short_name must have 1 to 12 characters."
  }
}

variable "resource_group_name" {
  description = "Resource group of the alerts."
  type        = string
}

variable "location" {
  description = "Region of the workspace that the queries run in."
  type        = string
}

variable "workspace_id" {
  description = "Log Analytics workspace that the queries read."
  type        = string
}

variable "application_insights_id" {
  description = "Application Insights component of the workbook and the availability test."
  type        = string
}

variable "email_addresses" {
  description = "Mailboxes that alerts go to, by a short name."
  type        = map(string)

  validation {
    condition     = length(var.email_addresses) > 0 && alltrue([for address in values(var.email_addresses) : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "email_addresses needs at least one mailbox: an alert that nobody gets is none."
  }
}

variable "runbook_url" {
  description = "Address of docs/runbook.md as operators open it; each alert adds its own anchor."
  type        = string

  validation {
    condition     = can(regex("^https://[^#]+$", var.runbook_url))
    error_message = "runbook_url must be https and carry no anchor of its own."
  }
}

variable "vendor_host" {
  description = "Host name of RiskShield, to tell its calls from others in dependency telemetry."
  type        = string
}

variable "backup_host" {
  description = "Host name of the backup; null where there is none."
  type        = string
}

variable "app_client_id" {
  description = "Client id of the app's identity, to tell its calls to the vault from others."
  type        = string
}

variable "apps" {
  description = "Container apps by region key: id and the replicas that they may have."
  type = map(object({
    id           = string
    min_replicas = number
    max_replicas = number
  }))
}

variable "front_door_enabled" {
  description = "Whether there is a Front Door to watch. Apart from its id, which no plan knows before the first apply."
  type        = bool
}

variable "front_door_id" {
  description = "Front Door profile; null without one."
  type        = string
  default     = null
}

variable "budget" {
  description = "Monthly budget: the subscription, the tag `environment` whose costs count, and the amount in the billing account's currency."
  type = object({
    subscription_id = string
    environment     = string
    amount          = number
  })

  validation {
    condition     = var.budget.amount > 0
    error_message = "budget.amount must be positive."
  }
}

variable "availability_enabled" {
  description = "Probe from outside: where something is deployed, public, and lets the probes in. Apart from the address, which no plan knows before the first apply."
  type        = bool
}

variable "availability_url" {
  description = "Address that five regions probe every five minutes; null without the test."
  type        = string
  default     = null

  validation {
    condition     = var.availability_url == null ? true : startswith(var.availability_url, "https://")
    error_message = "availability_url must be https."
  }
}

variable "tags" {
  description = "Tags of the resources."
  type        = map(string)
}
