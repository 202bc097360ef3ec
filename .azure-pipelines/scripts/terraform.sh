#!/usr/bin/env bash
# Terraform as the pipeline runs it, signed in by the service connection of the step (no password anywhere).
#
#   terraform.sh plan   ENVIRONMENT   keeps the plan for its approval; gives its checksum to Apply as the output `sha256`
#   terraform.sh review ENVIRONMENT   for a pull request: looks without a lock, keeps nothing
#   terraform.sh drift  ENVIRONMENT   looks without a lock, keeps nothing, and fails when anything would change
#   terraform.sh apply  ENVIRONMENT   applies the plan with the checksum $PLAN_SHA256 and nothing else; writes
#                                     $OUTPUTS/outputs.json
#
# A plan holds values that not everybody who sees a run may see. So the log names what changes and shows no value, and the plan
# itself lies in the account of infra/bootstrap/plans.tf, never in the run.
set -euo pipefail

usage() {
  echo "usage: ${0##*/} plan|review|drift|apply dev|prod" >&2
  exit 2
}

(($# == 2)) || usage
readonly action=$1 environment=$2
[[ $action =~ ^(plan|review|drift|apply)$ ]] || usage
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

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readonly plan=$work/tfplan

# A run is a name that no other run has. Its plan is replaced when Plan is repeated in place.
blob() {
  az storage blob "$1" --auth-mode login --account-name "$PLANS_STORAGE_ACCOUNT" --container-name "$environment" \
    --name "$BUILD_BUILDID/$2" --file "$3" --output none --no-progress "${@:4}"
}

# What changes, by address; of a change in place the arguments, too. No value.
summarise() {
  terraform show -json "$plan" | jq -r '
    [.resource_changes[]? | select(.change.actions != ["no-op"] and .change.actions != ["read"])
      | .change as $change
      | (($change.before // {}) as $before | ($change.after // {}) as $after
          | [($before + $after + ($change.after_unknown // {})) | keys[]]
          | map(select(. as $key | $before[$key] != $after[$key]))) as $names
      | "\($change.actions | join(", then "))  \(.address)"
        + (if $change.before == null or $change.after == null then "" else "  (\($names | join(", ")))" end)]
    | if length == 0 then "nothing changes" else .[], "\(length) in all" end'
}

# Exactly the providers that somebody looked at: infra/scripts/lock-providers.sh.
if [[ ! -f .terraform.lock.hcl ]]; then
  echo "infra/environments/$environment has no .terraform.lock.hcl: run infra/scripts/lock-providers.sh and commit what it writes" >&2
  exit 1
fi
terraform init -lockfile=readonly \
  -backend-config="resource_group_name=$STATE_RESOURCE_GROUP" -backend-config="storage_account_name=$STATE_STORAGE_ACCOUNT"
terraform validate -no-color

if [[ $action == apply ]]; then
  need OUTPUTS PLANS_STORAGE_ACCOUNT PLAN_SHA256 BUILD_BUILDID
  blob download tfplan "$plan"
  if [[ $(sha256sum "$plan" | cut -d ' ' -f 1) != "$PLAN_SHA256" ]]; then
    echo "the plan of run $BUILD_BUILDID is not the one that was planned; nothing was applied" >&2
    exit 1
  fi
  terraform apply -lock-timeout=10m "$plan"
  mkdir -p "$OUTPUTS"
  terraform output -json >"$OUTPUTS/outputs.json"
  mapfile -t environments < <(jq -r '.apps.value | to_entries[].value.environment_id' "$OUTPUTS/outputs.json")
  if ((${#environments[@]} > 0)); then
    ../../scripts/approve-private-link.sh "${environments[@]}"
  fi
  exit
fi

need ALERT_EMAILS RUNBOOK_URL
export TF_VAR_subscription_id=$SUBSCRIPTION_ID
export TF_VAR_tenant_id=$TENANT_ID
export TF_VAR_alert_emails=$ALERT_EMAILS
export TF_VAR_runbook_url=$RUNBOOK_URL
if is_set SECRETS_PRINCIPAL_ID; then export TF_VAR_secrets_principal_id=$SECRETS_PRINCIPAL_ID; fi

if [[ $environment == prod ]]; then
  need ENTRA ALLOWED_IP_RANGES AGENTS SECONDARY_LOCATION
  export TF_VAR_entra=$ENTRA
  export TF_VAR_allowed_ip_ranges=$ALLOWED_IP_RANGES
  export TF_VAR_agents=$AGENTS
  export TF_VAR_secondary_location=$SECONDARY_LOCATION
elif is_set PROMOTION_READER_PRINCIPAL_ID; then
  export TF_VAR_promotion_reader_principal_id=$PROMOTION_READER_PRINCIPAL_ID
fi

if [[ ${FIRST_DEPLOYMENT:-false} == true ]]; then
  export TF_VAR_image_digest=none
else
  # A pull request builds an image but pushes none, and drift looks at none. Neither is ever applied, and a running app's
  # image is not Terraform's, so any digest reads the same.
  export TF_VAR_image_digest=${IMAGE_DIGEST:-sha256:$(printf '0%.0s' {1..64})}
fi

# Faults go to the other stream and stay visible.
case $action in
plan)
  need PLANS_STORAGE_ACCOUNT BUILD_BUILDID
  terraform plan -lock-timeout=10m -out "$plan" >/dev/null
  summarise
  terraform show -no-color "$plan" >"$work/plan.txt"
  blob upload tfplan "$plan" --overwrite
  blob upload plan.txt "$work/plan.txt" --overwrite
  echo "##vso[task.setvariable variable=sha256;isOutput=true]$(sha256sum "$plan" | cut -d ' ' -f 1)"
  echo "every value, for approvers: az storage blob download --auth-mode login --account-name $PLANS_STORAGE_ACCOUNT" \
    "--container-name $environment --name $BUILD_BUILDID/plan.txt --file /dev/stdout"
  ;;
review)
  terraform plan -lock=false -out "$plan" >/dev/null
  summarise
  ;;
drift)
  result=0
  terraform plan -lock=false -detailed-exitcode -out "$plan" >/dev/null || result=$?
  ((result == 0 || result == 2)) || exit "$result"
  summarise
  if ((result == 2)); then
    echo "##vso[task.logissue type=error]$environment is not what main says: somebody changed it by hand, or a release did not end."
    exit 1
  fi
  ;;
esac
