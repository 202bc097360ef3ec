variable "name" {
  description = "Name of the service, 1 to 50 characters; the first part of its host name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,48}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 50 lower-case letters, digits and dashes, starting with a letter."
  }
}

variable "resource_group_id" {
  description = "Resource group of the service."
  type        = string
}

variable "location" {
  description = "Region of the service."
  type        = string
}

variable "sku" {
  description = "Tier. Only the classic ones have an outgoing address of their own, which the firewall behind must know."
  type        = string

  validation {
    condition     = contains(["Developer", "Basic", "Standard", "Premium"], var.sku)
    error_message = "sku must be Developer, Basic, Standard or Premium: the v2 tiers and Consumption share their outgoing addresses with others."
  }
}

variable "publisher_name" {
  description = "Who answers for the API, as its callers see it."
  type        = string
}

variable "publisher_email" {
  description = "Mailbox that Azure writes to."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.publisher_email))
    error_message = "publisher_email must be a mailbox."
  }
}

variable "backend_url" {
  description = "Where requests go: Front Door or the app, https and without a path."
  type        = string

  validation {
    condition     = can(regex("^https://[a-z0-9.-]+$", var.backend_url))
    error_message = "backend_url must be https and carry no path."
  }
}

variable "vault_id" {
  description = "Vault of the function keys: scope of the service's role."
  type        = string
}

variable "vault_uri" {
  description = "Its address with a closing slash."
  type        = string
}

variable "callers" {
  description = "Requests a minute by caller. Each caller has a product, a subscription and the function key `host-function-<caller>` of its own, so that the app still tells one from another."
  type        = map(number)

  validation {
    condition     = length(var.callers) > 0 && alltrue([for calls in values(var.callers) : calls >= 1])
    error_message = "callers must name at least one caller, each with at least one request a minute."
  }

  validation {
    condition     = alltrue([for caller in keys(var.callers) : can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", caller)) && length(caller) <= 40])
    error_message = "callers must be 1 to 40 lower-case letters, digits and single dashes: they become names of secrets."
  }
}

variable "allowed_ip_ranges" {
  description = "IPv4 CIDRs of callers; empty lets every address in."
  type        = list(string)
}

variable "tags" {
  description = "Tags of the service."
  type        = map(string)
}
