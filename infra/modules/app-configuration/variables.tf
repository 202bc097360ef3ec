variable "name" {
  description = "Name of the store, 5 to 50 characters."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{3,48}[a-z0-9]$", var.name))
    error_message = "name must be 5 to 50 lower-case letters, digits and dashes."
  }
}

variable "resource_group_id" {
  description = "Resource group of the store."
  type        = string
}

variable "location" {
  description = "Region of the store."
  type        = string
}

variable "private" {
  description = "Close the public endpoint."
  type        = bool
}

variable "replica_location" {
  description = "Second region with a copy of the store; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the store."
  type        = map(string)
}
