# Names are what a later change cannot change: renaming most resources means making them again. Needs no provider:
#   terraform init && terraform test
# infra/tests/run evaluates these runs without Terraform, too.

variables {
  environment     = "prod"
  location        = "southafricanorth"
  subscription_id = "00000000-0000-4000-8000-000000000000"
  owner           = "finrisk-team"
  cost_centre     = "finrisk-prod"
}

run "prod" {
  command = plan

  assert {
    condition     = output.stem == "finrisk-prod-san"
    error_message = "The stem is <workload>-<environment>-<region>."
  }

  assert {
    condition     = output.unique == "finrisk-prod-san-${substr(sha256(var.subscription_id), 0, 5)}"
    error_message = "Globally unique names end in the subscription's hash."
  }

  assert {
    condition     = can(regex("^[a-z0-9]{1,20}$", output.packed))
    error_message = "packed leaves a storage account, a registry and a vault (24 characters) a kind of four letters."
  }

  assert {
    condition     = output.tags.environment == "prod" && output.tags.managed_by == "terraform" && output.tags.data_class == "personal-information"
    error_message = "Tags say the environment, that Terraform owns the resource, and what it may hold."
  }
}

run "dev" {
  command = plan

  variables {
    environment = "dev"
    location    = "westeurope"
  }

  assert {
    condition     = output.stem == "finrisk-dev-weu" && output.region == "weu"
    error_message = "Environment and region are in the name."
  }

  assert {
    condition     = output.unique != run.prod.unique && output.packed != run.prod.packed
    error_message = "Two environments must not claim one name."
  }
}

run "another_subscription" {
  command = plan

  variables {
    subscription_id = "00000000-0000-4000-8000-000000000001"
  }

  assert {
    condition     = output.stem == run.prod.stem && output.unique != run.prod.unique && output.packed != run.prod.packed
    error_message = "Only globally unique names differ between subscriptions."
  }
}

run "longest" {
  command = plan

  variables {
    workload = "abcdefgh"
  }

  assert {
    condition     = length(output.packed) <= 20
    error_message = "Even the longest workload leaves room for the kind."
  }
}

run "a_region_without_a_short_form" {
  command = plan

  variables {
    location = "eastus"
  }

  expect_failures = [var.location]
}
