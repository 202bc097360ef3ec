variable "name" {
  description = "Name of the container app, 2 to 32 characters."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 32 lower-case letters, digits and dashes, starting with a letter."
  }
}

variable "resource_group_id" {
  description = "Resource group of the app."
  type        = string
}

variable "location" {
  description = "Region of the app; that of its environment."
  type        = string
}

variable "environment_id" {
  description = "Container Apps environment."
  type        = string
}

variable "image" {
  description = "Image by digest, as in `registry.azurecr.io/finrisk@sha256:…`. Used when the app is made; afterwards the deployment owns it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9.-]+/[a-z0-9/_-]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must name a digest: a tag can be moved after it was scanned and verified."
  }
}

variable "registry_login_server" {
  description = "Registry that the image is pulled from with the identity."
  type        = string
}

variable "identity" {
  description = "The one identity that the app runs as."
  type = object({
    id        = string
    client_id = string
  })
}

variable "cpu" {
  description = "Cores of a replica; memory is twice as many GiB, which is the only ratio the Consumption profile knows."
  type        = number

  validation {
    condition     = contains([0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 4], var.cpu)
    error_message = "cpu must be 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2 or 4: under half a core the Functions host and its worker starve each other."
  }
}

variable "min_replicas" {
  description = "Replicas that always run."
  type        = number

  validation {
    condition     = var.min_replicas >= 1 && var.min_replicas <= 1000
    error_message = "min_replicas must be at least 1: nothing wakes an app that sleeps while a durable timer or queue message of the task hub falls due, so a retry would wait for the next caller."
  }
}

variable "max_replicas" {
  description = "Most replicas that the platform may start."
  type        = number

  validation {
    condition     = var.max_replicas >= var.min_replicas && var.max_replicas <= 1000
    error_message = "max_replicas must lie between min_replicas and 1000."
  }
}

variable "allowed_ip_ranges" {
  description = "IPv4 CIDRs that may call the app directly; empty lets every address in. Behind Front Door its firewall does this instead."
  type        = list(string)

  validation {
    condition     = alltrue([for range in var.allowed_ip_ranges : can(cidrhost(range, 0))])
    error_message = "allowed_ip_ranges must be IPv4 CIDRs such as 196.25.1.0/24."
  }
}

variable "entra" {
  description = "Entra ID authentication in front of the app: tenant, the app registration's client id, and the client ids of callers that are let in; null for function keys alone."
  type = object({
    tenant_id       = string
    client_id       = string
    allowed_callers = list(string)
  })
  default = null

  validation {
    condition     = var.entra == null ? true : length(var.entra.allowed_callers) > 0
    error_message = "entra.allowed_callers must name at least one client id: an empty list would let every application of the tenant in."
  }
}

variable "callers" {
  description = "Callers that have a function key. The key of each is the vault's secret `host-function-<caller>`, in every region the same."
  type        = set(string)

  validation {
    condition     = length(var.callers) > 0
    error_message = "callers must name at least one caller: without a key every call is 401."
  }

  validation {
    condition     = alltrue([for caller in var.callers : can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", caller)) && length(caller) <= 40])
    error_message = "callers must be 1 to 40 lower-case letters, digits and single dashes: they become names of secrets."
  }
}

variable "operators" {
  description = "Names (`key-…`, as log and audit show them) of the callers that are operators."
  type        = set(string)
}

variable "caller_permits" {
  description = "Requests in a window for callers that have another number than `RateLimit:Permits`, by name (`key-…`)."
  type        = map(number)
}

variable "vendor_base_url" {
  description = "Base address of RiskShield, without a path."
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

  validation {
    condition     = var.backup == null ? true : can(regex("^https://[a-z0-9.-]+$", var.backup.base_url))
    error_message = "backup.base_url must be https and carry no path: the app appends /api/v2/credit-scores."
  }

  validation {
    condition     = var.backup == null ? true : try(length(regex("^[a-z0-9-]{1,32}$", var.backup.name)) > 0 && var.backup.name != "riskshield", false)
    error_message = "backup.name must be 1 to 32 of a-z, 0-9 and -, and not riskshield."
  }
}

variable "vault_uri" {
  description = "Key Vault address with a closing slash."
  type        = string

  validation {
    condition     = can(regex("^https://.+/$", var.vault_uri))
    error_message = "vault_uri must be https and end in a slash."
  }
}

variable "storage" {
  description = "Storage account of this region: its name, service addresses and key-ring container."
  type = object({
    name              = string
    blob_endpoint     = string
    queue_endpoint    = string
    table_endpoint    = string
    keyring_container = string
  })
}

variable "telemetry_connection_string" {
  description = "Application Insights connection string. Carries no credential: local authentication is off."
  type        = string
}

variable "durable_task_scheduler" {
  description = "Durable Task Scheduler to use instead of the storage account: its endpoint and task hub; null for Azure Storage."
  type = object({
    endpoint = string
    task_hub = string
  })
  default = null
}

variable "partition_count" {
  description = "Control queues of the task hub on Azure Storage, 1 to 16: the most replicas that run orchestrators at once; null for host.json's. Change it only with an empty task hub."
  type        = number
  default     = null

  validation {
    condition     = var.partition_count == null ? true : var.partition_count >= 1 && var.partition_count <= 16 && floor(var.partition_count) == var.partition_count
    error_message = "partition_count must be a whole number from 1 to 16, or null."
  }
}

variable "previous_peppers_secret_name" {
  description = "Vault secret with the peppers that stored hashes may still stand under; null except while the pepper is rotated."
  type        = string
  default     = null
}

variable "redis_secret_name" {
  description = "Vault secret with the Redis connection string of this region; null without Redis."
  type        = string
  default     = null
}

variable "app_configuration_endpoint" {
  description = "App Configuration address; null when there is none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the app."
  type        = map(string)
}
