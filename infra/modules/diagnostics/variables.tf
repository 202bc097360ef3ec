variable "workspace_id" {
  description = "Log Analytics workspace that receives logs and metrics."
  type        = string
}

variable "targets" {
  description = "Resources to watch by a static key: their id, and whether they have logs and metrics to send. All logs unless log_categories names some; metric_category because storage knows no AllMetrics."
  type = map(object({
    id              = string
    logs            = optional(bool, true)
    log_categories  = optional(list(string), [])
    metrics         = optional(bool, true)
    metric_category = optional(string, "AllMetrics")
  }))

  validation {
    condition     = alltrue([for target in values(var.targets) : target.logs || target.metrics])
    error_message = "A target that sends neither logs nor metrics needs no diagnostic setting."
  }
}
