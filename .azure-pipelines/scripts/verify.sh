#!/usr/bin/env bash
# Asks the deployed service what a caller and an operator would ask. Prints one line a check; any 'not ok' fails.
#
#   verify.sh OUTPUTS.json      with IMAGE_DIGEST, DURABLE_BACKEND and FINRISK_KEY in the environment
set -euo pipefail

if (($# != 1)); then
  echo "usage: ${0##*/} OUTPUTS.json" >&2
  exit 2
fi
readonly outputs=$1
: "${IMAGE_DIGEST:?IMAGE_DIGEST must be the digest that was deployed}"
: "${DURABLE_BACKEND:?DURABLE_BACKEND must be the backend that the image was built for}"
: "${FINRISK_KEY:?FINRISK_KEY must be a caller key: see finrisk-verify-key in docs/infra.md}"

failed=0
check() {
  local what=$1 expected=$2 actual=$3
  if [[ $actual == "$expected" ]]; then
    echo "ok      $what"
  else
    echo "not ok  $what: expected '$expected', got '$actual'"
    failed=1
  fi
}

# The host of an image without the backend's package does not start with the settings of that backend.
check 'Durable backend of Terraform is that of the image' "$DURABLE_BACKEND" "$(jq -r '.durable_backend.value' "$outputs")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Keys go to curl by a file that only we can read, not by its arguments, which every process on the machine can.
headers=$work/headers
(umask 077 && printf 'x-functions-key: %s\n' "$FINRISK_KEY" >"$headers")
if [[ -n ${ENTRA:-} && $ENTRA != "\$("* ]]; then
  token=$(az account get-access-token --resource "api://$(jq -er .client_id <<<"$ENTRA")" --query accessToken --output tsv)
  printf 'Authorization: Bearer %s\n' "$token" >>"$headers"
fi

ask() {
  curl --silent --show-error --max-time 70 --retry 5 --retry-delay 5 --retry-all-errors --output "$work/body" --write-out '%{http_code}' "$@" || true
}

# Everything that a caller does, at one address. The key is one for a run and region: a repeated job asks again and is not
# billed again.
service() {
  local where=$1 base=https://$2 key=$3
  check "$where: GET /health" 200 "$(ask "$base/health")"
  check "$where: GET /health/ready" 200 "$(ask "$base/health/ready")"
  # An open circuit does not make the service unready, but a deployment that opens it is no good one.
  check "$where: circuit" closed \
    "$(jq -r 'if (.checks.circuit | tostring | test("open"; "i")) then "open" else "closed" end' "$work/body" 2>/dev/null || echo unreadable)"
  check "$where: POST /validate" 200 "$(ask --request POST --header "@$headers" --header 'Content-Type: application/json' \
    --header "Idempotency-Key: verify-${BUILD_BUILDID:-manual}-$key" --header 'Prefer: wait=60' \
    --data '{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087"}' "$base/validate")"
  check "$where: a score from 0 to 100, not degraded" true \
    "$(jq -r '(.riskScore | type == "number" and . >= 0 and . <= 100) and .degradedMode == false' "$work/body" 2>/dev/null || echo unreadable)"
  check "$where: POST /validate without a key" 401 "$(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 30 --request POST \
    --header 'Content-Type: application/json' --data '{}' "$base/validate" || true)"
}

# Each region by itself: the common door asks the second only when the first is ill, and then it is too late to learn that the
# second is, too.
while IFS=$'\t' read -r region group app door; do
  az containerapp show --resource-group "$group" --name "$app" --output json >"$work/app.json"
  check "$region: kind" functionapp "$(jq -r .kind "$work/app.json")"
  check "$region: digest" "$IMAGE_DIGEST" "$(jq -r '.properties.template.containers[0].image | split("@")[1]' "$work/app.json")"
  check "$region: newest revision serves" "$(jq -r .properties.latestRevisionName "$work/app.json")" \
    "$(jq -r .properties.latestReadyRevisionName "$work/app.json")"
  service "$region" "$door" "$region"
done < <(jq -er '.apps.value | to_entries | sort_by(.key)[] | [.key, .value.resource_group, .value.name, .value.door] | @tsv' "$outputs")

# Where callers go. The first region answers, and knows the key from above: nothing is billed.
service 'common door' "$(jq -er '.host_name.value' "$outputs")" primary

exit "$failed"
