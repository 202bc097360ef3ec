# Every resource that has a diagnostic setting gets one; each module says which of its resources those are.
module "diagnostics" {
  source = "../diagnostics"

  workspace_id = module.observability.workspace_id
  targets = merge(
    module.observability.diagnostic_targets,
    module.registry.diagnostic_targets,
    module.vault.diagnostic_targets,
    var.app_configuration_enabled ? module.app_configuration[0].diagnostic_targets : {},
    var.front_door_enabled && local.deployed ? module.front_door[0].diagnostic_targets : {},
    var.enable_api_management && local.deployed ? module.api_management[0].diagnostic_targets : {},
    merge([
      for key in keys(local.stamps) : {
        for name, target in module.stamp[key].diagnostic_targets : "${key}_${name}" => target
      }
    ]...),
    merge([
      for key in keys(local.apps) : {
        for name, target in module.app[key].diagnostic_targets : "${key}_${name}" => target
      }
    ]...),
  )
}
