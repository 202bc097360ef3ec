variable "subscription_id" {
  description = "Subscription that holds the state and the pipeline's identities; a GUID in lower case."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "subscription_id must be a GUID in lower case."
  }
}

variable "tenant_id" {
  description = "Entra ID tenant; a GUID in lower case."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.tenant_id))
    error_message = "tenant_id must be a GUID in lower case."
  }
}

variable "location" {
  description = "Region of the state."
  type        = string
  default     = "southafricanorth"
}

variable "environments" {
  description = "Environments by name: the subscription that each is deployed to."
  type        = map(object({ subscription_id = string }))

  validation {
    condition     = length(var.environments) > 0 && alltrue([for name in keys(var.environments) : contains(["dev", "prod"], name)])
    error_message = "environments may hold dev and prod, and at least one of them."
  }
}

variable "state_reader_ids" {
  description = "Object ids of people (or a group) who may read the state to take over in an emergency."
  type        = set(string)
  default     = []
}

variable "plan_reader_ids" {
  description = "Object ids of people (or a group) who approve Apply and so read the whole plan, values included."
  type        = set(string)
  default     = []
}

variable "api_callers" {
  description = "Client ids of the callers of each environment that asks for Entra ID tokens, as in `{ prod = [\"…\"] }`. The pipeline's own client is added by itself. An environment that is not named gets no registration."
  type        = map(set(string))
  default     = {}

  validation {
    condition     = alltrue([for environment in keys(var.api_callers) : contains(keys(var.environments), environment)])
    error_message = "api_callers may only name environments that environments holds."
  }
}

variable "managed_agents_enabled" {
  description = "Look up Microsoft's service principal DevOpsInfrastructure, which a Managed DevOps Pool inside our network needs; it exists once a subscription of the tenant has registered Microsoft.DevOpsInfrastructure."
  type        = bool
  default     = false
}

variable "audit_workspace_id" {
  description = "Log Analytics workspace that records who read the state and the pipeline's vaults; null until an environment has made one."
  type        = string
  default     = null
}

variable "owner" {
  description = "Team that answers for the pipeline; a tag."
  type        = string
  default     = "finrisk-team"
}

variable "cost_centre" {
  description = "Cost centre; a tag."
  type        = string
  default     = "finrisk-shared"
}
