#!/usr/bin/env bash
# Verifies at the vendor's sandbox what FinRisk's pact with it promises (FinRisk.Contract.Tests/pacts). Without a sandbox it says
# so and passes: the simulator has been verified in Build.
#
#   verify-vendor.sh      with SANDBOX_URL and SANDBOX_KEY in the environment
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Azure DevOps leaves the name of a variable that is not set as it stands.
if [[ -z ${SANDBOX_URL:-} || $SANDBOX_URL == "\$("* ]]; then
  echo "vendorSandboxUrl is not set in the group of plain values: the vendor itself is not verified (docs/providers.md)"
  exit 0
fi
if [[ -z ${SANDBOX_KEY:-} || $SANDBOX_KEY == "\$("* ]]; then
  echo "vendorSandboxUrl is set, and finrisk-sandbox-key is not in the pipeline's vault" >&2
  exit 1
fi

export FINRISK_RISKSHIELD_SANDBOX_URL=$SANDBOX_URL FINRISK_RISKSHIELD_SANDBOX_KEY=$SANDBOX_KEY
dotnet test FinRisk.Contract.Tests --filter 'DisplayName~The_provider_keeps_the_pact&DisplayName~RiskShield' \
  --logger 'console;verbosity=normal'
