#!/usr/bin/env bash
# Sets the image of every region's app. A region is done when its new revision runs and serves; the next one starts only
# then, the first region first.
#
#   deploy.sh deploy  OUTPUTS PREVIOUS   deploys $IMAGE_DIGEST and writes what ran before to PREVIOUS
#   deploy.sh restore OUTPUTS PREVIOUS   deploys what PREVIOUS names, then fails, because the run has failed
set -euo pipefail

if (($# != 3)) || [[ $1 != deploy && $1 != restore ]]; then
  echo "usage: ${0##*/} deploy|restore OUTPUTS.json PREVIOUS.json" >&2
  exit 2
fi
readonly action=$1 outputs=$2 previous=$3

: "${IMAGE_REPOSITORY:?IMAGE_REPOSITORY must name the repository of the image}"

registry=$(jq -er '.registry_name.value' "$outputs").azurecr.io

# region, resource group, app: one line each, primary before secondary.
regions() {
  jq -er '.apps.value | to_entries | sort_by(.key)[] | [.key, .value.resource_group, .value.name] | @tsv' "$outputs"
}

image_of() {
  az containerapp show --resource-group "$1" --name "$2" --query 'properties.template.containers[0].image' --output tsv
}

# Waits until the newest revision is the one that serves, or gives up.
settle() {
  local group=$1 app=$2 image=$3 latest ready state
  for _ in {1..60}; do
    latest=$(az containerapp show --resource-group "$group" --name "$app" --query properties.latestRevisionName --output tsv)
    ready=$(az containerapp show --resource-group "$group" --name "$app" --query properties.latestReadyRevisionName --output tsv)
    state=$(az containerapp revision show --resource-group "$group" --name "$app" --revision "$latest" --query properties.runningState --output tsv)
    echo "$app: newest $latest is ${state:-unknown}, ready $ready"
    if [[ $latest == "$ready" && $state == Running* ]]; then
      [[ $(image_of "$group" "$app") == "$image" ]] && return 0
    fi
    [[ $state == Failed || $state == Degraded ]] && break
    sleep 10
  done
  echo "$app: $latest does not serve. The platform keeps the revision before it serving until one does." >&2
  return 1
}

set_image() {
  local group=$1 app=$2 image=$3
  if [[ $(image_of "$group" "$app") == "$image" ]]; then
    echo "$app: already on ${image##*@}"
  else
    echo "$app: to ${image##*@}"
    az containerapp update --resource-group "$group" --name "$app" --image "$image" --output none
  fi
  settle "$group" "$app" "$image"
}

if [[ $action == deploy ]]; then
  [[ ${IMAGE_DIGEST:-} =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "IMAGE_DIGEST is no digest: '${IMAGE_DIGEST:-}'" >&2; exit 1; }
  list=$(regions)
  # All of them first: half a deployment must be as easy to take back as a whole one.
  while IFS=$'\t' read -r region group app; do
    jq -n --arg region "$region" --arg image "$(image_of "$group" "$app")" '{($region): $image}'
  done <<<"$list" | jq -s add >"$previous"
  while IFS=$'\t' read -r region group app; do
    set_image "$group" "$app" "$registry/$IMAGE_REPOSITORY@$IMAGE_DIGEST"
  done <<<"$list"
else
  list=$(regions)
  while IFS=$'\t' read -r region group app; do
    set_image "$group" "$app" "$(jq -er --arg region "$region" '.[$region]' "$previous")"
  done <<<"$list"
  echo "##vso[task.logissue type=error]Verification failed; the digests that ran before are back."
  exit 1
fi
