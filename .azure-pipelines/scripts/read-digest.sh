#!/usr/bin/env bash
# Hands the digest in a file to the steps that follow, as IMAGE_DIGEST.
#
#   read-digest.sh FILE
set -euo pipefail

if (($# != 1)); then
  echo "usage: ${0##*/} FILE" >&2
  exit 2
fi

digest=$(<"$1")
[[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "$1 holds no digest: '$digest'" >&2; exit 1; }
echo "##vso[task.setvariable variable=IMAGE_DIGEST]$digest"
echo "digest $digest"
