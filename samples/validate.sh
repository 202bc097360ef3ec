#!/usr/bin/env bash
# validate.sh KEY: a risk score by curl. KEY is the idempotency key, such as application-4711-1.
set -euo pipefail
url=${FINRISK_URL:-http://127.0.0.1:7071}
body=$(mktemp)
trap 'rm -f "$body"' EXIT

# Prints the status and Retry-After; the response's body is in $body.
request() {
  curl --silent --show-error --max-time 40 --output "$body" --write-out '%{http_code} %header{retry-after}\n' \
    --header "x-functions-key: ${FINRISK_KEY:-none}" "$@"
}

# A member of the body. With jq: jq -r ".$1"
member() { grep --only-matching --max-count 1 "\"$1\":\"\?[^,\"}]*" "$body" | head -n 1 | sed 's/.*://; s/"//'; }

# Without a response curl says why and ends the script: send the same request, with the same key, again.
answer=$(request "$url/validate" --header 'Content-Type: application/json' --header "Idempotency-Key: $1" \
  --data '{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087"}')
read -r http after <<<"$answer"

# 202: the validation continues. Its state is a 200 of its own, so decide by the status in the body.
while [[ $http == 202 || $http == 200 && ! $(member status) =~ ^(Completed|Failed)$ ]]; do
  sleep "${after:-1}"
  answer=$(request "$url/validations/$(member validationId)")
  read -r http after <<<"$answer"
done

if [[ $http == 200 && $(member status) == Completed ]]; then
  [[ $(member degradedMode) == true ]] && what=degraded || what=scored
  echo "$what $(member riskScore) $(member riskLevel)"
else
  echo "refused $(member code), retryable $(member retryable), retry after ${after:-unknown} s"
fi
