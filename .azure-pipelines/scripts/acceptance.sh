#!/usr/bin/env bash
# The acceptance suite against the real Functions host: Azurite, the simulator and `func start` on loopback, as in
# docs/functions.md, and then the suite. Needs azurite, func, jq and the .NET SDK on the path; logs stay in
# $AGENT_TEMPDIRECTORY/finrisk-acceptance, or in a new temporary folder.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
logs=${AGENT_TEMPDIRECTORY:-$(mktemp -d)}/finrisk-acceptance
mkdir -p "$logs"

readonly host=http://127.0.0.1:7071 simulator=http://127.0.0.1:7072

# Made for this run: the simulator accepts it and the host sends it.
vendor_key=$(openssl rand -hex 16)

pids=()
trap 'kill -- "${pids[@]/#/-}" 2>/dev/null || true' EXIT
# Each in a process group of its own, so that its children stop with it.
set -m

# Without --skipApiVersionCheck it refuses the storage libraries' newer protocol versions, and nothing could be sealed.
azurite --silent --skipApiVersionCheck --disableTelemetry --location "$logs/azurite" >"$logs/azurite.log" 2>&1 &
pids+=($!)

Simulator__ApiKeys=$vendor_key dotnet run --project RiskShield.Simulator --urls "$simulator" >"$logs/simulator.log" 2>&1 &
pids+=($!)

(
  cd FinRisk.Functions
  export AzureWebJobsStorage=UseDevelopmentStorage=true FUNCTIONS_WORKER_RUNTIME=dotnet-isolated
  # The short waits that the suite reckons with, and no rate limit.
  while IFS= read -r setting; do
    export "${setting?}"
  done < <(jq --raw-output 'to_entries[] | "\(.key | gsub(":"; "__"))=\(.value)"' ../FinRisk.Acceptance.Tests/acceptance.settings.json)
  export RiskShield__BaseUrl=$simulator RiskShield__ApiKey=$vendor_key
  Privacy__Pepper=$(openssl rand -base64 32) Privacy__KeyEncryptionKey=$(openssl rand -base64 32)
  export Privacy__Pepper Privacy__KeyEncryptionKey
  exec func start --port 7071
) >"$logs/host.log" 2>&1 &
pids+=($!)

for _ in {1..120}; do
  if curl --silent --fail --output /dev/null "$host/health/ready"; then
    # No FINRISK_KEY: `func start` checks no keys, so the tests about keys are skipped and say so.
    FINRISK_URL=$host FINRISK_SIMULATOR_URL=$simulator FINRISK_EDGE=platform \
      dotnet test FinRisk.Acceptance.Tests --logger trx --results-directory TestResults
    exit
  fi
  sleep 2
done

echo "the host is not ready after four minutes; the end of its log:" >&2
tail -n 50 "$logs/host.log" >&2
exit 1
