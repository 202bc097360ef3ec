variable "name" {
  description = "Stem of the names (modules/naming)."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,21}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 23 lower-case letters, digits and dashes: a dev centre's name has 26 at most."
  }
}

variable "pool_name" {
  description = "Name of the pool, in Azure and in Azure DevOps; pipelines name it."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9.-]{1,42}[A-Za-z0-9]$", var.pool_name))
    error_message = "pool_name must be 3 to 44 letters, digits, dots and dashes."
  }
}

variable "resource_group_id" {
  description = "Resource group of the pool."
  type        = string
}

variable "resource_group_name" {
  description = "Name of that group."
  type        = string
}

variable "location" {
  description = "Region of the pool; that of its subnet."
  type        = string
}

variable "subnet_id" {
  description = "Subnet that is delegated to Managed DevOps Pools."
  type        = string
}

variable "organisation_url" {
  description = "Azure DevOps organisation, as in `https://dev.azure.com/contoso`."
  type        = string

  validation {
    condition     = can(regex("^https://dev\\.azure\\.com/[^/]+$", var.organisation_url))
    error_message = "organisation_url must read https://dev.azure.com/<organisation>, without a closing slash."
  }
}

variable "project" {
  description = "The one project that may use the pool."
  type        = string
}

variable "maximum" {
  description = "Most agents at once. A release uses one at a time; the second is for setting a secret meanwhile."
  type        = number
  default     = 2

  validation {
    condition     = var.maximum >= 1 && var.maximum <= 14
    error_message = "maximum must lie between 1 and 14: the management subnet has no more addresses to spare."
  }
}

variable "size" {
  description = "Size of an agent, as in `az vm list-sizes`; the subscription needs quota for it in Managed DevOps Pools."
  type        = string
  default     = "Standard_D2ads_v5"
}

variable "tags" {
  description = "Tags of the pool."
  type        = map(string)
}
