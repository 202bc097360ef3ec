variable "environment" {
  description = "Environment: `dev` or `prod`."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "environment must be dev or prod."
  }
}

variable "subscription_id" {
  description = "Subscription of everything here; a GUID in lower case."
  type        = string
}

variable "tenant_id" {
  description = "Entra ID tenant."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.tenant_id))
    error_message = "tenant_id must be a GUID in lower case."
  }
}

variable "location" {
  description = "Region of the first stamp and of what the stamps share."
  type        = string
}

variable "secondary" {
  description = "Second region, used only while the first is unhealthy: its location, its network range, and where Front Door's private link to it starts if not there; null for none."
  type = object({
    location              = string
    address_space         = string
    private_link_location = optional(string)
  })
  default = null

  validation {
    condition     = var.secondary == null ? true : var.secondary.location != var.location && var.secondary.address_space != var.address_space
    error_message = "secondary must differ from the first region in location and in address_space."
  }

  validation {
    condition     = var.secondary == null || var.front_door_enabled
    error_message = "secondary needs front_door_enabled: nothing else would move the traffic."
  }
}

variable "owner" {
  description = "Team or mailbox that answers for the resources; a tag."
  type        = string
}

variable "cost_centre" {
  description = "Cost centre; a tag."
  type        = string
}

variable "image_digest" {
  description = "Digest of the image that a new app starts with (`sha256:…`), or `none` before the first image exists. A running app keeps what the deployment gave it."
  type        = string

  validation {
    condition     = can(regex("^(none|sha256:[0-9a-f]{64})$", var.image_digest))
    error_message = "image_digest must be sha256: and 64 hexadecimal digits, or none."
  }
}

variable "image_repository" {
  description = "Repository of the image in the registry."
  type        = string
  default     = "finrisk"

  validation {
    condition     = can(regex("^[a-z0-9]+([/_-][a-z0-9]+)*$", var.image_repository))
    error_message = "image_repository must be a repository name without registry, tag or digest."
  }
}

variable "promotion_reader_principal_id" {
  description = "Identity of the next environment's pipeline, which may copy images from this registry; null for none."
  type        = string
  default     = null
}

variable "vendor_base_url" {
  description = "Base address of RiskShield: the sandbox in dev."
  type        = string

  validation {
    condition     = can(regex("^https://[a-z0-9.-]+$", var.vendor_base_url))
    error_message = "vendor_base_url must be https and carry no path: the app appends /v1/score."
  }
}

variable "backup" {
  description = "The provider that is asked while RiskShield cannot be used: its address without a path, and its name. Null for none; its key is the secret backup-api-key."
  type = object({
    base_url = string
    name     = string
  })
  default = null

  validation {
    condition     = var.backup == null ? true : can(regex("^https://[a-z0-9.-]+$", var.backup.base_url))
    error_message = "backup.base_url must be https and carry no path: the app appends /api/v2/credit-scores."
  }

  validation {
    condition     = var.backup == null ? true : try(length(regex("^[a-z0-9-]{1,32}$", var.backup.name)) > 0 && var.backup.name != "riskshield", false)
    error_message = "backup.name must be 1 to 32 of a-z, 0-9 and -, and not riskshield."
  }
}

variable "cpu" {
  description = "Cores of a replica; memory is twice as many GiB."
  type        = number
}

variable "min_replicas" {
  description = "Replicas that always run in each region."
  type        = number
}

variable "max_replicas" {
  description = "Most replicas in each region."
  type        = number
}

variable "durable_backend" {
  description = "Where Durable keeps its state: `storage` (Azure Storage) or `scheduler` (Durable Task Scheduler). Change it only when no validation is in flight: the two do not share state."
  type        = string
  default     = "storage"
}

variable "partition_count" {
  description = "Control queues of the task hub on Azure Storage, 1 to 16; null for host.json's. Set before the first validation: change it only with an empty task hub (docs/scale.md)."
  type        = number
  default     = null
}

variable "scheduler_capacity_units" {
  description = "Reserved units of the Durable Task Scheduler, with that backend: 1 to 3, and 3 for high availability; null for its Consumption tier."
  type        = number
  default     = null
}

variable "network_enabled" {
  description = "Run in a virtual network of our own."
  type        = bool
}

variable "address_space" {
  description = "IPv4 range of the first region's network."
  type        = string
  default     = "10.40.0.0/22"
}

variable "private" {
  description = "Close every public endpoint of storage, vault, registry and environment; private endpoints and DNS zones instead."
  type        = bool
}

variable "static_egress" {
  description = "Leave by one fixed public address per region, for the vendor's allow-list."
  type        = bool
}

variable "zone_redundant" {
  description = "Spread over three zones where the region has them."
  type        = bool
}

variable "allowed_ip_ranges" {
  description = "IPv4 CIDRs of callers; empty lets every address in."
  type        = list(string)

  validation {
    condition     = alltrue([for range in var.allowed_ip_ranges : can(cidrhost(range, 0))])
    error_message = "allowed_ip_ranges must be IPv4 CIDRs such as 196.25.1.0/24."
  }

  validation {
    condition     = !contains(var.allowed_ip_ranges, "0.0.0.0/0")
    error_message = "allowed_ip_ranges must not hold 0.0.0.0/0: leave the list empty to let every address in, so that it reads as what it is."
  }
}

variable "entra" {
  description = "Entra ID authentication: client id of the app registration and of each caller let in; null for function keys alone."
  type = object({
    client_id       = string
    allowed_callers = list(string)
  })
  default = null
}

variable "front_door_enabled" {
  description = "Put Front Door with its firewall in front."
  type        = bool

  validation {
    condition     = !var.front_door_enabled || var.private
    error_message = "front_door_enabled needs private: a firewall that can be walked around protects nothing."
  }
}

variable "private_link_location" {
  description = "Region that Front Door's private link to the first region starts in; null for the region itself, which not every one can be."
  type        = string
  default     = null
}

variable "rate_limit_per_minute" {
  description = "Requests that one address may send Front Door in a minute. The default leaves room for the load that docs/cost.md plans for, 100,000, from one address."
  type        = number
  default     = 120000
}

variable "callers" {
  description = "Callers with a function key of their own (vault secret `host-function-<caller>`). The pipeline's Verify is one."
  type        = set(string)
  default     = ["pipeline"]

  validation {
    condition     = contains(var.callers, "pipeline")
    error_message = "callers must contain pipeline: Verify sends its validation with that key."
  }
}

variable "operators" {
  description = "Names (`key-…`, as log and audit show them) of the callers that are operators."
  type        = set(string)
  default     = []
}

variable "caller_permits" {
  description = "Requests in a window for callers that have another number than `RateLimit:Permits`, by name (`key-…`)."
  type        = map(number)
  default     = {}
}

variable "enable_api_management" {
  description = "Put API Management in front: subscriptions and a limit for each, problem details for every refusal."
  type        = bool
  default     = false
}

variable "api_management" {
  description = "API Management: tier, mailbox that Azure writes to, and requests a minute by caller. Used when it is enabled."
  type = object({
    sku             = optional(string, "Basic")
    publisher_email = string
    callers         = map(number)
  })
  default = null

  validation {
    condition     = !var.enable_api_management || var.api_management != null
    error_message = "enable_api_management needs api_management."
  }
}

variable "agents" {
  description = "Managed DevOps Pool in the first region's network, for all that must stand inside: Azure DevOps organisation, project, and the object id of Microsoft's service principal DevOpsInfrastructure (output of infra/bootstrap); null for none."
  type = object({
    organisation_url     = string
    project              = string
    network_principal_id = string
  })
  default = null

  validation {
    condition     = var.agents == null || var.network_enabled
    error_message = "agents need network_enabled: there is nothing to stand inside of."
  }

  validation {
    condition     = !var.private || var.agents != null
    error_message = "private needs agents: nobody could set a secret in a vault without a public door."
  }
}

variable "secrets_principal_id" {
  description = "Principal id of the pipeline identity that writes this environment's secrets (output of infra/bootstrap); null where people do."
  type        = string
  default     = null
}

variable "pepper_rotating" {
  description = "Give the app the secret privacy-previous-peppers as well; true while the pepper is rotated (runbook)."
  type        = bool
  default     = false
}

variable "redis_enabled" {
  description = "Share rate limits and cached scores among replicas through Redis."
  type        = bool
}

variable "redis_sku" {
  description = "Size of the Redis."
  type        = string
  default     = "Balanced_B0"
}

variable "app_configuration_enabled" {
  description = "Feature flags that change without a deployment."
  type        = bool
}

variable "customer_managed_key_enabled" {
  description = "Encrypt storage with a key of our vault that turns every 90 days. Can only be chosen before the storage account exists, and opens the vault's door for Azure's trusted services."
  type        = bool
  default     = false
}

variable "secret_max_validity_days" {
  description = "Longest life of a secret."
  type        = number
  default     = 90
}

variable "log_daily_quota_gb" {
  description = "Most gigabytes of telemetry in a day."
  type        = number
}

variable "monthly_budget" {
  description = "Most that a month may cost, in the billing account's currency; an alert tells at 80 % and when the forecast passes it."
  type        = number
}

variable "log_retention_days" {
  description = "Days that telemetry stays searchable."
  type        = number
}

variable "alert_emails" {
  description = "Mailboxes that alerts go to, by a short name."
  type        = map(string)
}

variable "runbook_url" {
  description = "Address of docs/runbook.md as operators open it."
  type        = string
}
