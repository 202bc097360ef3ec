#!/usr/bin/env bash
# Registers the resource providers that infra/ uses, or says which of its resource types a region does not offer. Terraform
# registers none (`resource_provider_registrations = "none"`): the plan's identity may not, and one list is enough.
#
#   providers.sh register SUBSCRIPTION_ID            once for each subscription, as Contributor or Owner
#   providers.sh check    SUBSCRIPTION_ID REGION     REGION as in `southafricanorth`; fails if it lacks a type
set -euo pipefail

# Every resource type that has a region, as in the resource ids.
readonly types=(
  Microsoft.ApiManagement/service
  Microsoft.App/containerApps
  Microsoft.App/managedEnvironments
  Microsoft.AppConfiguration/configurationStores
  Microsoft.Cache/redisEnterprise
  Microsoft.ContainerRegistry/registries
  Microsoft.DevCenter/devcenters
  Microsoft.DevCenter/projects
  Microsoft.DevOpsInfrastructure/pools
  Microsoft.DurableTask/schedulers
  Microsoft.Insights/components
  Microsoft.Insights/dataCollectionRules
  Microsoft.Insights/scheduledQueryRules
  Microsoft.Insights/webtests
  Microsoft.Insights/workbooks
  Microsoft.KeyVault/vaults
  Microsoft.ManagedIdentity/userAssignedIdentities
  Microsoft.Network/natGateways
  Microsoft.Network/networkSecurityGroups
  Microsoft.Network/privateEndpoints
  Microsoft.Network/publicIPAddresses
  Microsoft.Network/virtualNetworks
  Microsoft.OperationalInsights/workspaces
  Microsoft.Storage/storageAccounts
)

# Namespaces whose resources have no region, or that others need: Container Apps asks for Microsoft.ContainerService before it
# enters a network of our own.
readonly others=(
  Microsoft.AlertsManagement
  Microsoft.Authorization
  Microsoft.Cdn
  Microsoft.Consumption
  Microsoft.ContainerService
  Microsoft.PolicyInsights
)

usage() {
  echo "usage: ${0##*/} register SUBSCRIPTION_ID | check SUBSCRIPTION_ID REGION" >&2
  exit 2
}

case "${1:-} $#" in
  'register 2')
    { printf '%s\n' "${types[@]%%/*}"; printf '%s\n' "${others[@]}"; } | sort -u | while IFS= read -r namespace; do
      az provider register --subscription "$2" --namespace "$namespace" --wait --output none </dev/null
      echo "registered $namespace"
    done
    ;;
  'check 3')
    missing=0
    for type in "${types[@]}"; do
      # Azure writes `South Africa North` here and `southafricanorth` everywhere else.
      locations=$(az provider show --subscription "$2" --namespace "${type%%/*}" --output tsv \
        --query "resourceTypes[?resourceType=='${type#*/}'].locations[]")
      if ! grep --quiet --ignore-case --line-regexp "$3" <<<"${locations// /}"; then
        echo "$3 does not offer $type"
        missing=$((missing + 1))
      fi
    done
    ((missing == 0)) || exit 1
    echo "$3 offers every type"
    ;;
  *) usage ;;
esac
