# What differs from one subscription or day to another. Everything else that makes this environment what it is stands as
# a literal in main.tf, where a review sees it.

variable "subscription_id" {
  description = "Subscription of this environment; a GUID in lower case."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "subscription_id must be a GUID in lower case."
  }
}

variable "tenant_id" {
  description = "Entra ID tenant; a GUID in lower case."
  type        = string
}

variable "image_digest" {
  description = "Digest that a new app starts with (`sha256:…`), or `none` before the first image exists. It has no default, so that nobody gives it by forgetting it."
  type        = string
}

variable "alert_emails" {
  description = "Mailboxes that alerts go to, by a short name."
  type        = map(string)
}

variable "runbook_url" {
  description = "Address of docs/runbook.md as operators open it."
  type        = string
}

variable "entra" {
  description = "App registration that callers ask tokens for, and the client ids of the callers."
  type = object({
    client_id       = string
    allowed_callers = list(string)
  })

  validation {
    condition     = length(var.entra.allowed_callers) > 0
    error_message = "entra.allowed_callers must name at least one caller."
  }
}

variable "allowed_ip_ranges" {
  description = "IPv4 CIDRs of callers and of the pipeline's agents."
  type        = list(string)

  validation {
    condition     = length(var.allowed_ip_ranges) > 0
    error_message = "allowed_ip_ranges must not be empty in prod: name the callers' networks."
  }
}

variable "agents" {
  description = "Azure DevOps organisation and project of the agents inside the network, and the object id of DevOpsInfrastructure; infra/devops puts it into the variable group."
  type = object({
    organisation_url     = string
    project              = string
    network_principal_id = string
  })
}

variable "secondary_location" {
  description = "Second region, or `none`. South Africa has no other one that could take the service (docs/infra.md), and one elsewhere moves personal information across the border. It has no default, so that nobody decides that by forgetting it."
  type        = string

  validation {
    condition     = contains(["none", "northeurope", "uksouth", "westeurope"], var.secondary_location)
    error_message = "secondary_location must be none or a region that has Container Apps, three zones and Front Door's private links: northeurope, uksouth or westeurope."
  }
}

variable "secrets_principal_id" {
  description = "Principal id of the pipeline identity that writes this environment's secrets (output of infra/bootstrap); null where people do."
  type        = string
  default     = null
}
