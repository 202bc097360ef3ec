data "azuredevops_git_repository" "this" {
  count = var.repository.type == "TfsGit" ? 1 : 0

  project_id = local.project
  name       = var.repository.name
}

locals {
  repository_id = var.repository.type == "TfsGit" ? data.azuredevops_git_repository.this[0].id : var.repository.name
}

resource "azuredevops_build_definition" "this" {
  for_each = local.pipelines

  project_id              = local.project
  name                    = "finrisk-${each.key}"
  path                    = "\\"
  job_authorization_scope = "project"

  repository {
    repo_type             = var.repository.type
    repo_id               = local.repository_id
    branch_name           = "refs/heads/main"
    yml_path              = each.value.yaml
    service_connection_id = var.repository.service_connection_id
  }

  ci_trigger {
    use_yaml = true
  }

  # GitHub alone: Azure Repos starts a pull request's run by the branch policy below. Never for a fork, whose author we do
  # not know.
  dynamic "pull_request_trigger" {
    for_each = var.repository.type == "GitHub" && each.key == "pull-request" ? [true] : []

    content {
      use_yaml       = true
      initial_branch = "main"

      forks {
        enabled       = false
        share_secrets = false
      }
    }
  }

  # What whoever starts the pipeline types in, hidden: the vendor's key (docs/runbook.md). Empty until then.
  dynamic "variable" {
    for_each = each.key == "secrets" ? ["secretValue"] : []

    content {
      name           = variable.value
      is_secret      = true
      allow_override = true
    }
  }

  lifecycle {
    # A hidden variable cannot be read back.
    ignore_changes = [variable]
  }
}

# The branch that everything above trusts. On GitHub these are rules of the repository (docs/infra.md).
resource "azuredevops_branch_policy_min_reviewers" "main" {
  count = length(data.azuredevops_git_repository.this)

  project_id = local.project
  blocking   = true

  settings {
    reviewer_count               = 1
    submitter_can_vote           = false
    last_pusher_cannot_approve   = true
    on_push_reset_approved_votes = true

    scope {
      repository_id  = local.repository_id
      repository_ref = "refs/heads/main"
      match_type     = "Exact"
    }
  }
}

resource "azuredevops_branch_policy_build_validation" "main" {
  count = length(data.azuredevops_git_repository.this)

  project_id = local.project
  blocking   = true

  settings {
    display_name                = "Build, tests and plan"
    build_definition_id         = azuredevops_build_definition.this["pull-request"].id
    queue_on_source_update_only = false
    valid_duration              = 0

    scope {
      repository_id  = local.repository_id
      repository_ref = "refs/heads/main"
      match_type     = "Exact"
    }
  }
}
