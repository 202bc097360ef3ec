output "id" {
  description = "Storage account: scope of roles, target of private endpoints."
  value       = azurerm_storage_account.this.id
}

output "name" {
  description = "Name of the account."
  value       = azurerm_storage_account.this.name
}

output "blob_endpoint" {
  description = "Blob service address, with a closing slash."
  value       = azurerm_storage_account.this.primary_blob_endpoint
}

output "queue_endpoint" {
  description = "Queue service address, with a closing slash."
  value       = azurerm_storage_account.this.primary_queue_endpoint
}

output "table_endpoint" {
  description = "Table service address, with a closing slash."
  value       = azurerm_storage_account.this.primary_table_endpoint
}

output "keyring_container" {
  description = "Name of the container that the key-ring blob lives in."
  value       = azurerm_storage_container.keyring.name
}

output "diagnostic_targets" {
  description = "Resources of this module that have diagnostic settings. Queues and tables have none: Durable polls them, and each poll would be a row (docs/cost.md). Of the blob service the workspace keeps the key ring's container alone (modules/observability)."
  value = {
    storage      = { id = azurerm_storage_account.this.id, logs = false, metric_category = "Transaction" }
    storage_blob = { id = "${azurerm_storage_account.this.id}/blobServices/default", log_categories = ["StorageRead", "StorageWrite", "StorageDelete"], metrics = false }
  }
}
