#!/usr/bin/env bash
# Builds the image, every base image by digest. A base that the Dockerfile names by its tag alone is looked up once, here, and
# what it was is noted, so that the same image can be built again.
#
#   build-image.sh IMAGE FOLDER      with DURABLE_BACKEND in the environment; writes FOLDER/base-images.txt
set -euo pipefail

if (($# != 2)); then
  echo "usage: ${0##*/} IMAGE FOLDER" >&2
  exit 2
fi
: "${DURABLE_BACKEND:?DURABLE_BACKEND must be storage or scheduler}"
readonly image=$1 folder=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly dockerfile=FinRisk.Functions/Dockerfile

mkdir -p "$folder"
: >"$folder/base-images.txt"
arguments=(--build-arg "DURABLE_BACKEND=$DURABLE_BACKEND")
while IFS='=' read -r name reference; do
  if [[ $reference != *@* ]]; then
    reference=$reference@$(docker buildx imagetools inspect "$reference" --format '{{.Manifest.Digest}}')
  fi
  [[ $reference =~ ^[a-z0-9./-]+:[A-Za-z0-9._-]+@sha256:[0-9a-f]{64}$ ]] || { echo "$name is no image by tag and digest: '$reference'" >&2; exit 1; }
  echo "$name $reference" | tee -a "$folder/base-images.txt"
  arguments+=(--build-arg "$name=$reference")
done < <(sed -n 's/^ARG \([A-Z]*_IMAGE=.*\)$/\1/p' "$dockerfile")

docker build --file "$dockerfile" "${arguments[@]}" --tag "$image" .
