# Every setting that Terraform gives the app, and nothing that equals the code's own default. A null switches one off.
# One literal key a line: a test compares these keys with the options that the code reads.

locals {
  # Secrets that the platform fetches from the vault. A secret has the same name there and here; people set the values.
  secrets = concat(
    ["riskshield-api-key", "privacy-pepper"],
    var.backup == null ? [] : ["backup-api-key"],
    var.previous_peppers_secret_name[*],
    var.redis_secret_name[*],
    keys(local.function_keys),
  )

  # Function keys by vault secret: the file that the Functions host reads each from. The host's own key comes first; it opens
  # /admin and is nobody's.
  function_keys = merge(
    { "host-master" = "host.master" },
    { for caller in var.callers : "host-function-${caller}" => "host.function.${caller}" },
  )

  # AzureWebJobsSecretStorageType is spelt as the host's source compares it. `containerapp`, as some pages have it, is no match: the
  # host would then make keys of its own in the storage account, and say nothing.
  app_settings = {
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"                                             = "Authorization=AAD;ClientId=${var.identity.client_id}"
    "APPLICATIONINSIGHTS_CONNECTION_STRING"                                                 = var.telemetry_connection_string
    "AZURE_CLIENT_ID"                                                                       = var.identity.client_id
    "AppConfiguration__Endpoint"                                                            = var.app_configuration_endpoint
    "AzureFunctionsJobHost__extensions__durableTask__hubName"                               = one(var.durable_task_scheduler[*].task_hub)
    "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName" = var.durable_task_scheduler == null ? null : "DURABLE_TASK_SCHEDULER_CONNECTION_STRING"
    "AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount"       = var.durable_task_scheduler == null ? tostring(var.partition_count) : null
    "AzureFunctionsJobHost__extensions__durableTask__storageProvider__type"                 = var.durable_task_scheduler == null ? null : "azureManaged"
    "AzureWebJobsSecretStorageType"                                                         = "ContainerApps"
    "AzureWebJobsStorage__accountName"                                                      = var.storage.name
    "AzureWebJobsStorage__blobServiceUri"                                                   = trimsuffix(var.storage.blob_endpoint, "/")
    "AzureWebJobsStorage__clientId"                                                         = var.identity.client_id
    "AzureWebJobsStorage__credential"                                                       = "managedidentity"
    "AzureWebJobsStorage__queueServiceUri"                                                  = trimsuffix(var.storage.queue_endpoint, "/")
    "AzureWebJobsStorage__tableServiceUri"                                                  = trimsuffix(var.storage.table_endpoint, "/")
    "Backup__BaseUrl"                                                                       = one(var.backup[*].base_url)
    "Backup__Name"                                                                          = one(var.backup[*].name)
    "Callers__Operators"                                                                    = length(var.operators) == 0 ? null : join(",", var.operators)
    "Callers__Permits"                                                                      = length(var.caller_permits) == 0 ? null : join(",", [for caller, permits in var.caller_permits : "${caller}=${permits}"])
    "DURABLE_TASK_SCHEDULER_CONNECTION_STRING"                                              = var.durable_task_scheduler == null ? null : "Endpoint=${var.durable_task_scheduler.endpoint};Authentication=ManagedIdentity;ClientID=${var.identity.client_id}"
    "FUNCTIONS_EXTENSION_VERSION"                                                           = "~4"
    "FUNCTIONS_WORKER_RUNTIME"                                                              = "dotnet-isolated"
    "OTEL_TRACES_SAMPLER"                                                                   = "microsoft.fixed_percentage"
    "OTEL_TRACES_SAMPLER_ARG"                                                               = "1"
    "Privacy__KeyEncryptionKeySecretUri"                                                    = "${var.vault_uri}secrets/keyring-kek"
    "Privacy__KeyRingBlobUri"                                                               = "${var.storage.blob_endpoint}${var.storage.keyring_container}/keys.xml"
    "RiskShield__BaseUrl"                                                                   = var.vendor_base_url
  }

  app_secrets = {
    "Backup__ApiKey"           = var.backup == null ? null : "backup-api-key"
    "ConnectionStrings__Redis" = var.redis_secret_name
    "Privacy__Pepper"          = "privacy-pepper"
    "Privacy__PreviousPeppers" = var.previous_peppers_secret_name
    "RiskShield__ApiKey"       = "riskshield-api-key"
  }
}
