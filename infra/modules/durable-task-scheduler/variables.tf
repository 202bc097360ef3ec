variable "name" {
  description = "Name of the scheduler, 3 to 64 letters, digits and dashes."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]{3,64}$", var.name))
    error_message = "name must be 3 to 64 lower-case letters, digits and dashes."
  }
}

variable "resource_group_id" {
  description = "Resource group of the scheduler."
  type        = string
}

variable "location" {
  description = "Region of the scheduler."
  type        = string
}

variable "task_hub" {
  description = "Name of the task hub in it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]{3,64}$", var.task_hub))
    error_message = "task_hub must be 3 to 64 lower-case letters, digits and dashes."
  }
}

variable "capacity_units" {
  description = "Reserved units of the Dedicated tier, 2,000 actions a second each; high availability takes three. Null for the Consumption tier, which bills each action and is made for modest loads."
  type        = number
  default     = null

  validation {
    condition     = var.capacity_units == null ? true : contains([1, 2, 3], var.capacity_units)
    error_message = "capacity_units must be 1, 2 or 3, or null: the Dedicated tier sells three at most."
  }
}

variable "private" {
  description = "Close the public endpoint."
  type        = bool
}

variable "tags" {
  description = "Tags of the scheduler."
  type        = map(string)
}
