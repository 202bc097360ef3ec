# Azure DevOps itself: who may run what, from which branch, after whose approval. Applied by a person, like infra/bootstrap,
# because a pipeline that could change its own guards would have none. What the provider cannot set is listed in
# docs/infra.md, "By hand in Azure DevOps".

data "azuredevops_project" "this" {
  name = var.project_name
}

data "terraform_remote_state" "bootstrap" {
  backend = "azurerm"

  config = {
    resource_group_name  = var.state_resource_group
    storage_account_name = var.state_storage_account
    container_name       = "bootstrap"
    key                  = "bootstrap.tfstate"
    subscription_id      = var.subscription_id
    use_azuread_auth     = true
  }
}

locals {
  project   = data.azuredevops_project.this.id
  bootstrap = data.terraform_remote_state.bootstrap.outputs

  # One service connection for each identity that infra/bootstrap made, by the same name.
  connections  = local.bootstrap.identities
  environments = toset([for identity in values(local.connections) : identity.environment])

  # The pipelines, and which kinds of service connection each may use. `main` is what may run from the branch main alone,
  # and only as the template says; a pull request runs from its own branch, so it gets a connection that can change nothing.
  # The mutation tests get none.
  pipelines = {
    release = {
      yaml = ".azure-pipelines/azure-pipelines.yml", template = ".azure-pipelines/templates/release.yml"
      main = true, uses = ["plan", "apply"]
    }
    drift = {
      yaml = ".azure-pipelines/drift.yml", template = ".azure-pipelines/templates/drift.yml"
      main = true, uses = ["plan"]
    }
    secrets = {
      yaml = ".azure-pipelines/secrets.yml", template = ".azure-pipelines/templates/secrets.yml"
      main = true, uses = ["apply", "secrets"]
    }
    pull-request = {
      yaml = ".azure-pipelines/pull-request.yml", template = null
      main = false, uses = ["review"]
    }
    mutation = {
      yaml = ".azure-pipelines/mutation.yml", template = null
      main = false, uses = []
    }
  }
}

# Where a job's token reaches, and what whoever starts a run may set.
resource "azuredevops_project_pipeline_settings" "this" {
  project_id                           = local.project
  enforce_job_scope                    = true
  enforce_job_scope_for_release        = true
  enforce_referenced_repo_scoped_token = true
  enforce_settable_var                 = true
  status_badges_are_private            = true
  publish_pipeline_metadata            = true
}

# The task TerraformInstaller.
resource "azuredevops_extension" "terraform" {
  publisher_id = "ms-devlabs"
  extension_id = "custom-terraform-tasks"
}
