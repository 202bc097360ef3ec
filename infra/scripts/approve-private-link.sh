#!/usr/bin/env bash
# Approves the private-link connections that our own Front Door asked for on a Container Apps environment. Front Door
# lives in a network of Microsoft's, so Azure cannot approve them by itself and Terraform has no resource for it.
# Does nothing where nothing waits.
#
#   approve-private-link.sh ENVIRONMENT_ID...
set -euo pipefail

# What infra/modules/front-door asks with; anybody else's request stays where it is.
readonly request_message='finrisk front door'

if (($# == 0)); then
  echo "usage: ${0##*/} ENVIRONMENT_ID..." >&2
  exit 2
fi

for environment_id in "$@"; do
  waiting=$(az network private-endpoint-connection list --id "$environment_id" --output tsv --query \
    "[?properties.privateLinkServiceConnectionState.status=='Pending' && properties.privateLinkServiceConnectionState.description=='${request_message}'].id")
  if [[ -z $waiting ]]; then
    echo "nothing waits on ${environment_id##*/}"
    continue
  fi
  while IFS= read -r connection_id; do
    az network private-endpoint-connection approve --id "$connection_id" --description 'Approved by the pipeline' --output none
    echo "approved ${connection_id##*/} on ${environment_id##*/}"
  done <<<"$waiting"
done
