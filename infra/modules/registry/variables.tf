variable "name" {
  description = "Name of the registry, 5 to 50 letters and digits."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]{5,50}$", var.name))
    error_message = "name must be 5 to 50 lower-case letters and digits."
  }
}

variable "resource_group_name" {
  description = "Resource group of the registry."
  type        = string
}

variable "location" {
  description = "Home region of the registry."
  type        = string
}

variable "private" {
  description = "Close the public endpoint. Needs (and switches to) the Premium tier."
  type        = bool
}

variable "replica_location" {
  description = "Second region that keeps a copy of every image, so that a failover can pull; null for none. Needs Premium."
  type        = string
  default     = null

  validation {
    condition     = var.replica_location == null || var.private
    error_message = "replica_location needs the Premium tier, which comes with private = true."
  }
}

variable "tags" {
  description = "Tags of the registry."
  type        = map(string)
}
