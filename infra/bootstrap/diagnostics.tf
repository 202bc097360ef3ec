# Who read the state, and who read the pipeline's secrets. On the first run there is no workspace to write that to.
module "diagnostics" {
  source = "../modules/diagnostics"
  count  = var.audit_workspace_id == null ? 0 : 1

  workspace_id = var.audit_workspace_id
  targets = merge(
    { state = { id = "${azurerm_storage_account.state.id}/blobServices/default", logs = true, metric_category = "Transaction" } },
    { for name, vault in azurerm_key_vault.pipeline : "vault_${name}" => { id = vault.id, logs = true, metrics = true } },
  )
}
