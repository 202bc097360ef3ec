#!/usr/bin/env bash
# Pushes the image of this build and writes its digest, which is its name from here on.
#
#   push.sh FILE
set -euo pipefail

if (($# != 1)); then
  echo "usage: ${0##*/} FILE" >&2
  exit 2
fi
: "${REGISTRY:?REGISTRY must name the registry}" "${IMAGE_REPOSITORY:?}" "${BUILD_BUILDID:?}"

reference=$REGISTRY.azurecr.io/$IMAGE_REPOSITORY:$BUILD_BUILDID
az acr login --name "$REGISTRY"
docker tag "$IMAGE_REPOSITORY:$BUILD_BUILDID" "$reference"
docker push --quiet "$reference"

digest=$(docker inspect --format '{{index .RepoDigests 0}}' "$reference")
digest=${digest##*@}
[[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "the registry gave no digest for $reference" >&2; exit 1; }

# From now on nothing changes under this tag, and nothing removes it by a slip.
az acr repository update --name "$REGISTRY" --image "$IMAGE_REPOSITORY:$BUILD_BUILDID" --write-enabled false --delete-enabled false --output none
mkdir -p "$(dirname "$1")"
printf '%s\n' "$digest" >"$1"
echo "pushed $IMAGE_REPOSITORY@$digest"
