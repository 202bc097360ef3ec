variable "name" {
  description = "Middle part of the names of the network's resources (see modules/naming)."
  type        = string
}

variable "resource_group_name" {
  description = "Resource group of the network."
  type        = string
}

variable "location" {
  description = "Region of the network."
  type        = string
}

variable "address_space" {
  description = "IPv4 range of the virtual network. The app takes its first half, private endpoints the start of its second half."
  type        = string

  validation {
    condition     = can(cidrhost(var.address_space, 0)) && tonumber(split("/", var.address_space)[1]) <= 24
    error_message = "address_space must be an IPv4 CIDR of /24 or larger: each revision change doubles the addresses that the app needs."
  }
}

variable "dns_zones" {
  description = "Private DNS zones by a static key; each is linked to this network alone, because two regions hold different addresses for one name."
  type        = map(string)
}

variable "static_egress" {
  description = "Put a NAT gateway with one fixed public address behind the app, so that the vendor can allow-list it."
  type        = bool
}

variable "tags" {
  description = "Tags of the network's resources."
  type        = map(string)
}

variable "management_enabled" {
  description = "Add a subnet for the pipeline's agents."
  type        = bool
  default     = false
}
