variable "name" {
  description = "Name of the Managed Redis instance."
  type        = string
}

variable "resource_group_id" {
  description = "Resource group of the instance."
  type        = string
}

variable "location" {
  description = "Region of the instance."
  type        = string
}

variable "sku" {
  description = "Size, such as `Balanced_B0`."
  type        = string

  validation {
    condition     = can(regex("^(Balanced_B|MemoryOptimized_M|ComputeOptimized_X)[0-9]+$", var.sku))
    error_message = "sku must be a Managed Redis size such as Balanced_B1; the retired Azure Cache for Redis names do not work here."
  }
}

variable "private" {
  description = "Close the public endpoint."
  type        = bool
}

variable "high_availability" {
  description = "Keep a replica in another zone."
  type        = bool
}

variable "tags" {
  description = "Tags of the instance."
  type        = map(string)
}
