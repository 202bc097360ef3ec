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

variable "promotion_reader_principal_id" {
  description = "Principal id of prod's apply identity (output of infra/bootstrap), which copies verified images from here; null until prod exists."
  type        = string
  default     = null
}

variable "secrets_principal_id" {
  description = "Principal id of the pipeline identity that writes this environment's secrets (output of infra/bootstrap); null where people do."
  type        = string
  default     = null
}
