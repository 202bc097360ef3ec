#!/usr/bin/env bash
# Terraform as the pipeline runs it, signed in by the service connection of the step (no password anywhere).
#
#   terraform.sh plan  ENVIRONMENT FOLDER   writes FOLDER/tfplan and FOLDER/plan.txt
#   terraform.sh apply ENVIRONMENT FOLDER   applies FOLDER/tfplan, and nothing else; writes $OUTPUTS/outputs.json
set -euo pipefail

usage() {
  echo "usage: ${0##*/} plan|apply dev|prod FOLDER" >&2
  exit 2
}

(($# == 3)) || usage
readonly action=$1 environment=$2 folder=$3
[[ $action == plan || $action == apply ]] || usage
[[ $environment == dev || $environment == prod ]] || usage

# Azure DevOps leaves the name of an unset variable standing as $(name).
is_set() {
  [[ -n ${!1:-} && ${!1} != "\$("* ]]
}

need() {
  local name
  for name in "$@"; do
    is_set "$name" || { echo "$name is not set: see the variable group finrisk-${environment}-settings in docs/infra.md" >&2; exit 1; }
  done
}

need SUBSCRIPTION_ID TENANT_ID STATE_RESOURCE_GROUP STATE_STORAGE_ACCOUNT SYSTEM_ACCESSTOKEN
need AZURESUBSCRIPTION_CLIENT_ID AZURESUBSCRIPTION_SERVICE_CONNECTION_ID

# A token is fetched when one is needed, so an apply may take longer than a token lives.
export ARM_USE_OIDC=true ARM_USE_AZUREAD=true
export ARM_CLIENT_ID=$AZURESUBSCRIPTION_CLIENT_ID
export ARM_TENANT_ID=$TENANT_ID
export ARM_SUBSCRIPTION_ID=$SUBSCRIPTION_ID
export ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID=$AZURESUBSCRIPTION_SERVICE_CONNECTION_ID
export TF_IN_AUTOMATION=1 TF_INPUT=0

cd "$(dirname "${BASH_SOURCE[0]}")/../../infra/environments/$environment"

init_flags=(-backend-config="resource_group_name=$STATE_RESOURCE_GROUP" -backend-config="storage_account_name=$STATE_STORAGE_ACCOUNT")
# Once the lock file is committed, a provider with another checksum is refused.
[[ -f .terraform.lock.hcl ]] && init_flags+=(-lockfile=readonly)
terraform init "${init_flags[@]}"
terraform validate -no-color

if [[ $action == plan ]]; then
  need ALERT_EMAILS RUNBOOK_URL
  export TF_VAR_subscription_id=$SUBSCRIPTION_ID
  export TF_VAR_tenant_id=$TENANT_ID
  export TF_VAR_alert_emails=$ALERT_EMAILS
  export TF_VAR_runbook_url=$RUNBOOK_URL

  if [[ $environment == prod ]]; then
    need ENTRA ALLOWED_IP_RANGES SECONDARY_LOCATION
    export TF_VAR_entra=$ENTRA
    export TF_VAR_allowed_ip_ranges=$ALLOWED_IP_RANGES
    export TF_VAR_secondary_location=$SECONDARY_LOCATION
  elif is_set PROMOTION_READER_PRINCIPAL_ID; then
    export TF_VAR_promotion_reader_principal_id=$PROMOTION_READER_PRINCIPAL_ID
  fi

  if [[ ${FIRST_DEPLOYMENT:-false} == true ]]; then
    export TF_VAR_image_digest=none
  else
    # A pull request builds an image but pushes none. Its plan is never applied, and a running app's image is not
    # Terraform's, so any digest reads the same.
    export TF_VAR_image_digest=${IMAGE_DIGEST:-sha256:$(printf '0%.0s' {1..64})}
  fi

  mkdir -p "$folder"
  terraform plan -out "$folder/tfplan"
  terraform show -no-color "$folder/tfplan" >"$folder/plan.txt"
else
  need OUTPUTS
  terraform apply "$folder/tfplan"
  mkdir -p "$OUTPUTS"
  terraform output -json >"$OUTPUTS/outputs.json"
  mapfile -t environments < <(jq -r '.apps.value | to_entries[].value.environment_id' "$OUTPUTS/outputs.json")
  if ((${#environments[@]} > 0)); then
    ../../scripts/approve-private-link.sh "${environments[@]}"
  fi
fi
