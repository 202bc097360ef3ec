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

variable "federation" {
  description = "What Azure DevOps shows when a service connection with workload identity federation is made, by `<environment>-plan` and `<environment>-apply`; empty on the first run."
  type = map(object({
    issuer  = string
    subject = string
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.federation) : can(regex("^(dev|prod)-(plan|apply)$", name))])
    error_message = "federation keys must be <environment>-plan or <environment>-apply."
  }

  validation {
    condition     = alltrue([for connection in values(var.federation) : startswith(connection.issuer, "https://") && length(connection.subject) > 0])
    error_message = "Each federation needs an https issuer and a subject, as Azure DevOps shows them."
  }
}

variable "state_reader_ids" {
  description = "Object ids of people (or a group) who may read the state to take over in an emergency."
  type        = set(string)
  default     = []
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
