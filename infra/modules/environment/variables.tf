variable "name" {
  description = "Name of the Container Apps environment."
  type        = string
}

variable "resource_group_name" {
  description = "Resource group of the environment."
  type        = string
}

variable "location" {
  description = "Region of the environment."
  type        = string
}

variable "private" {
  description = "Close the public endpoint: callers come through Front Door's private link or the private endpoint."
  type        = bool
}

variable "subnet_id" {
  description = "Subnet for the environment's nodes; null leaves the network to the platform."
  type        = string
  default     = null
}

variable "zone_redundant" {
  description = "Spread replicas over three zones. Cannot be changed once the environment stands."
  type        = bool

  validation {
    condition     = !var.zone_redundant || var.subnet_id != null
    error_message = "zone_redundant needs a subnet of our own."
  }
}

variable "tags" {
  description = "Tags of the environment."
  type        = map(string)
}
