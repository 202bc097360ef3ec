variable "names" {
  description = "Names of this region (outputs of modules/naming)."
  type = object({
    stem   = string
    packed = string
    unique = string
    tags   = map(string)
  })
}

variable "location" {
  description = "Region of the stamp."
  type        = string
}

variable "address_space" {
  description = "IPv4 range of the stamp's network; used when network_enabled."
  type        = string
}

variable "network_enabled" {
  description = "Give the stamp a virtual network of its own."
  type        = bool
}

variable "private" {
  description = "Close every public endpoint of the stamp and use private endpoints."
  type        = bool

  validation {
    condition     = !var.private || var.network_enabled
    error_message = "private needs network_enabled: with no network there is nowhere to put an endpoint."
  }
}

variable "static_egress" {
  description = "Leave by one fixed public address."
  type        = bool

  validation {
    condition     = !var.static_egress || var.network_enabled
    error_message = "static_egress needs network_enabled."
  }
}

variable "management_enabled" {
  description = "Add a subnet for the pipeline's agents."
  type        = bool
  default     = false

  validation {
    condition     = !var.management_enabled || var.network_enabled
    error_message = "management_enabled needs network_enabled."
  }
}

variable "zone_redundant" {
  description = "Spread replicas and storage over three zones."
  type        = bool

  validation {
    condition     = !var.zone_redundant || var.network_enabled
    error_message = "zone_redundant needs network_enabled."
  }
}

variable "durable_backend" {
  description = "Where Durable keeps its state: `storage` or `scheduler`."
  type        = string

  validation {
    condition     = contains(["storage", "scheduler"], var.durable_backend)
    error_message = "durable_backend must be storage or scheduler."
  }
}

variable "scheduler_capacity_units" {
  description = "Reserved units of the Durable Task Scheduler; null for its Consumption tier."
  type        = number
  default     = null
}

variable "redis_enabled" {
  description = "Add a Managed Redis for shared rate limits and the second level of the score cache."
  type        = bool
}

variable "redis_sku" {
  description = "Size of the Redis."
  type        = string
}

variable "keyring_container" {
  description = "Name of the container for the key ring."
  type        = string
}

variable "storage_encryption" {
  description = "Customer-managed key for the storage account; null for Microsoft's keys."
  type = object({
    key_uri     = string
    identity_id = string
  })
  default = null
}

variable "shared_endpoints" {
  description = "Resources outside the stamp that it reaches privately, by the key of a DNS zone: id and private-link group."
  type = map(object({
    target_id   = string
    subresource = string
  }))
  default = {}
}
