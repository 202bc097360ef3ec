variable "name" {
  description = "Name of the vault, 3 to 24 characters."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and dashes, starting with a letter."
  }
}

variable "resource_group_name" {
  description = "Resource group of the vault."
  type        = string
}

variable "resource_group_id" {
  description = "Id of that group: the policies on secret life apply to it."
  type        = string
}

variable "location" {
  description = "Region of the vault. Azure keeps a read-only copy in the paired region by itself."
  type        = string
}

variable "tenant_id" {
  description = "Entra ID tenant whose identities may be granted access."
  type        = string
}

variable "private" {
  description = "Close the public endpoint."
  type        = bool
}

variable "secret_max_validity_days" {
  description = "Longest life of a secret. Azure Policy refuses one that lives longer or for ever."
  type        = number

  validation {
    condition     = var.secret_max_validity_days >= 30 && var.secret_max_validity_days <= 365
    error_message = "secret_max_validity_days must lie between 30 and 365; Key Vault announces an expiry 30 days ahead."
  }
}

variable "trusted_services" {
  description = "Let Azure's trusted services in past the firewall. They still need a role."
  type        = bool
  default     = false

  validation {
    condition     = var.trusted_services || var.storage_key_name == null
    error_message = "storage_key_name needs trusted_services: storage calls from outside our network."
  }
}

variable "storage_key_name" {
  description = "Name of a key that encrypts the storage accounts at rest; null leaves that to keys of Microsoft's."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the vault."
  type        = map(string)
}
