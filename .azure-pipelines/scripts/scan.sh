#!/usr/bin/env bash
# Scans an image that is still on this machine, and lists what is in it. A HIGH or CRITICAL finding fails, unless
# trivyignore.yaml names it with a reason and a date that has not passed.
#
#   scan.sh IMAGE FOLDER      writes FOLDER/sbom.cdx.json and FOLDER/trivy.txt
set -euo pipefail

if (($# != 2)); then
  echo "usage: ${0##*/} IMAGE FOLDER" >&2
  exit 2
fi
: "${TRIVY_VERSION:?TRIVY_VERSION must pin the scanner}"
readonly image=$1 folder=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$folder"
archive=$(mktemp --suffix .tar)
trap 'rm -f "$archive"' EXIT

# The scanner reads a file: it gets no hold of the container engine.
docker save --output "$archive" "$image"
trivy() {
  docker run --rm --volume "$archive:/image.tar:ro" --volume "$here:/config:ro" --volume "$folder:/out" \
    "docker.io/aquasec/trivy:$TRIVY_VERSION" image --input /image.tar --quiet "$@"
}

trivy --format cyclonedx --output /out/sbom.cdx.json
trivy --format table --severity HIGH,CRITICAL --ignorefile /config/trivyignore.yaml --exit-code 1 --output /out/trivy.txt ||
  { cat "$folder/trivy.txt"; exit 1; }
echo "no HIGH or CRITICAL finding that is not on the dated list; $(jq '.components | length' "$folder/sbom.cdx.json") components listed"
