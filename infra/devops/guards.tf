# What stands between a pipeline and each thing that it may use. Checks are settings of the resource and not of the YAML, so
# whoever changes a pipeline cannot change them; they hold for every job, a plain one too.

locals {
  # Everything that is guarded, by `<type>/<name>`.
  endpoints = {
    for name, connection in local.connections : "endpoint/${name}" => {
      type        = "endpoint"
      id          = azuredevops_serviceendpoint_azurerm.this[name].id
      environment = connection.environment
      # Pull requests plan with this one, so it is open to their branches, and to those alone.
      branches = connection.kind == "review" ? "refs/pull/*" : "refs/heads/main"
      pipelines = [
        for pipeline, settings in local.pipelines : pipeline if contains(settings.uses, connection.kind)
      ]
    }
  }

  deployments = {
    for name, environment in azuredevops_environment.this : "environment/${name}" => {
      type        = "environment"
      id          = environment.id
      environment = name
      branches    = "refs/heads/main"
      pipelines   = ["release", "secrets"]
    }
  }

  vault_groups = {
    for name, group in azuredevops_variable_group.vault : "variablegroup/${name}" => {
      type        = "variablegroup"
      id          = group.id
      environment = name
      branches    = "refs/heads/main"
      pipelines   = ["release"]
    }
  }

  queues = {
    for name, queue in data.azuredevops_agent_queue.this : "queue/${name}" => {
      type        = "queue"
      id          = queue.id
      environment = name
      branches    = "refs/heads/main"
      pipelines   = ["release", "drift", "secrets"]
    }
  }

  guarded = merge(local.endpoints, local.deployments, local.vault_groups, local.queues)

  # Plain values, which a pull request's plan of dev reads too. They have no check: nothing in them opens anything.
  open_groups = {
    for name, group in azuredevops_variable_group.settings : "variablegroup/${name}-settings" => {
      type      = "variablegroup"
      id        = group.id
      pipelines = concat(["release", "drift", "secrets"], name == "dev" ? ["pull-request"] : [])
    }
  }

  # One pipeline on one thing: there is no "all pipelines" in this file.
  authorised = merge([
    for key, item in merge(local.guarded, local.open_groups) : {
      for pipeline in item.pipelines : "${key}/${pipeline}" => { type = item.type, id = item.id, pipeline = pipeline }
    }
  ]...)

  # Templates by which the pipelines of main may use a thing; Azure DevOps wants one of them in `extends`.
  templates = {
    for key, item in local.guarded : key => compact([for pipeline in item.pipelines : local.pipelines[pipeline].template])
  }
}

resource "azuredevops_pipeline_authorization" "this" {
  for_each = local.authorised

  project_id  = local.project
  type        = each.value.type
  resource_id = each.value.id
  pipeline_id = azuredevops_build_definition.this[each.value.pipeline].id
}

resource "azuredevops_check_branch_control" "this" {
  for_each = local.guarded

  project_id           = local.project
  target_resource_id   = each.value.id
  target_resource_type = each.value.type
  display_name         = "Only from ${each.value.branches}"
  allowed_branches     = each.value.branches
  # A pull request's own branch has no protection to ask for; main must have it.
  verify_branch_protection         = each.value.branches == "refs/heads/main"
  ignore_unknown_protection_status = false
}

resource "azuredevops_check_required_template" "this" {
  for_each = { for key, paths in local.templates : key => paths if length(paths) > 0 }

  project_id           = local.project
  target_resource_id   = local.guarded[each.key].id
  target_resource_type = local.guarded[each.key].type

  dynamic "required_template" {
    for_each = each.value

    content {
      repository_type = var.repository.type == "GitHub" ? "github" : "azuregit"
      # In Azure Repos without the project: with it, the check asks for a repository resource that the pipeline names, and a
      # template of the pipeline's own repository has none.
      repository_name = var.repository.name
      repository_ref  = "refs/heads/main"
      template_path   = required_template.value
    }
  }
}

# One run at a time; the others wait in their order (`lockBehavior: sequential` in each pipeline). A queue of agents and a
# group of variables need none: nothing is changed through them.
resource "azuredevops_check_exclusive_lock" "this" {
  for_each = merge(local.endpoints, local.deployments)

  project_id           = local.project
  target_resource_id   = each.value.id
  target_resource_type = each.value.type
}

# Apply, Deploy and secrets of prod. Whoever started the run cannot say yes to it.
resource "azuredevops_check_approval" "this" {
  for_each = { for key, item in local.deployments : key => item if item.environment == "prod" }

  project_id                 = local.project
  target_resource_id         = each.value.id
  target_resource_type       = each.value.type
  approvers                  = [azuredevops_group.approvers.origin_id]
  minimum_required_approvers = 1
  requester_can_approve      = false
  timeout                    = var.approval_days * 24 * 60
  instructions               = "Read the plan: the run's log names the changes, and the blob with every value (docs/infra.md, From a commit to prod)."
}
