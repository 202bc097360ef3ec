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

variable "private" {
  description = "Close the public endpoint."
  type        = bool
}

variable "tags" {
  description = "Tags of the scheduler."
  type        = map(string)
}
