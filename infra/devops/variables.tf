variable "organisation_url" {
  description = "Azure DevOps organisation, as in `https://dev.azure.com/contoso`."
  type        = string

  validation {
    condition     = can(regex("^https://dev\\.azure\\.com/[^/]+$", var.organisation_url))
    error_message = "organisation_url must read https://dev.azure.com/<organisation>, without a closing slash."
  }
}

variable "project_name" {
  description = "Azure DevOps project that holds the pipelines; it must exist."
  type        = string
}

variable "subscription_id" {
  description = "Subscription of infra/bootstrap; a GUID in lower case."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "subscription_id must be a GUID in lower case."
  }
}

variable "state_resource_group" {
  description = "Output resource_group_name of infra/bootstrap."
  type        = string
}

variable "state_storage_account" {
  description = "Output storage_account_name of infra/bootstrap."
  type        = string
}

variable "repository" {
  description = "Where the code is: `TfsGit` with the repository's name in this project, or `GitHub` with `owner/name` and the id of the GitHub service connection, which only a person can make."
  type = object({
    type                  = string
    name                  = string
    service_connection_id = optional(string)
  })

  validation {
    condition     = contains(["TfsGit", "GitHub"], var.repository.type)
    error_message = "repository.type must be TfsGit or GitHub."
  }

  validation {
    condition     = (var.repository.type == "GitHub") == (var.repository.service_connection_id != null)
    error_message = "repository.service_connection_id is for GitHub, and needed there."
  }
}

variable "approvers" {
  description = "Sign-in names of who may approve a change of prod; at least two, since nobody approves their own run."
  type        = set(string)

  validation {
    condition     = length(var.approvers) >= 2
    error_message = "approvers must name at least two people."
  }
}

variable "approval_days" {
  description = "Days that Apply and Deploy wait for their approval. A plan is kept for seven."
  type        = number
  default     = 3

  validation {
    condition     = var.approval_days >= 1 && var.approval_days <= 6
    error_message = "approval_days must lie between 1 and 6: after seven days the plan is gone (infra/bootstrap/plans.tf)."
  }
}

variable "subscription_names" {
  description = "Display name of the subscription of each environment, as Azure DevOps shows it."
  type        = map(string)
}

variable "agent_pools" {
  description = "Agent pools inside an environment's network by environment, once that environment has made them: `{ prod = \"finrisk-prod\" }`."
  type        = map(string)
  default     = {}
}

variable "settings" {
  description = "Plain values for the variable group `finrisk-<environment>-settings`, by environment; docs/infra.md lists them. What infra/bootstrap knows is added by itself."
  type        = map(map(string))

  validation {
    condition     = alltrue([for environment in keys(var.settings) : contains(["dev", "prod"], environment)])
    error_message = "settings may hold dev and prod."
  }

  validation {
    condition     = alltrue(flatten([for values in values(var.settings) : [for value in values(values) : length(value) > 0]]))
    error_message = "A setting without a value must be left out: Azure DevOps would hand it over as an empty text."
  }
}
