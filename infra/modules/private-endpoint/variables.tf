variable "name" {
  description = "Name of the endpoint, as in `pep-vault-finrisk-prod-san`."
  type        = string
}

variable "resource_group_name" {
  description = "Resource group of the network that the endpoint stands in."
  type        = string
}

variable "location" {
  description = "Region of that network."
  type        = string
}

variable "subnet_id" {
  description = "Subnet for private endpoints."
  type        = string
}

variable "target_id" {
  description = "Resource that becomes reachable by a private address."
  type        = string
}

variable "subresource" {
  description = "Group id of the target's private link, such as `blob`, `vault` or `registry`."
  type        = string
}

variable "dns_zone_id" {
  description = "Private DNS zone that takes the endpoint's record."
  type        = string
}

variable "tags" {
  description = "Tags of the endpoint."
  type        = map(string)
}
