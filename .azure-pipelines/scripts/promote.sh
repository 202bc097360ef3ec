#!/usr/bin/env bash
# Copies $IMAGE_DIGEST from one registry into another. The copy is made by Azure, between the registries: the agent needs
# no way to either of them, and the digest stays the same.
set -euo pipefail

: "${SOURCE_REGISTRY_ID:?}" "${TARGET_REGISTRY:?}" "${IMAGE_REPOSITORY:?}" "${IMAGE_DIGEST:?}"
[[ $IMAGE_DIGEST =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "IMAGE_DIGEST is no digest: '$IMAGE_DIGEST'" >&2; exit 1; }

# The tag only keeps the copy from being cleaned up as untagged; nothing is deployed by it.
az acr import --name "$TARGET_REGISTRY" --registry "$SOURCE_REGISTRY_ID" --source "$IMAGE_REPOSITORY@$IMAGE_DIGEST" \
  --image "$IMAGE_REPOSITORY:${IMAGE_DIGEST#sha256:}" --force
echo "$TARGET_REGISTRY has $IMAGE_REPOSITORY@$IMAGE_DIGEST"
