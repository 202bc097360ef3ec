variable "name" {
  description = "Name of the storage account, 3 to 24 letters and digits."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]{3,24}$", var.name))
    error_message = "name must be 3 to 24 lower-case letters and digits."
  }
}

variable "resource_group_name" {
  description = "Resource group of the account."
  type        = string
}

variable "location" {
  description = "Region of the account."
  type        = string
}

variable "private" {
  description = "Close the public endpoint."
  type        = bool
}

variable "zone_redundant" {
  description = "Keep three copies in three zones (ZRS) instead of one building (LRS)."
  type        = bool
}

variable "keyring_container" {
  description = "Name of the container for the key ring."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", var.keyring_container)) && length(var.keyring_container) >= 3 && length(var.keyring_container) <= 63
    error_message = "keyring_container must be 3 to 63 lower-case letters, digits and single dashes."
  }
}

variable "encryption" {
  description = "Customer-managed key: its versionless address and the identity that may use it; null for Microsoft's keys."
  type = object({
    key_uri     = string
    identity_id = string
  })
  default = null
}

variable "tags" {
  description = "Tags of the account."
  type        = map(string)
}
