#!/usr/bin/env bash
# Writes the lock file of each root module: the checksum of every provider, for the pipeline and for developers' machines.
# Run it after a provider's version was changed, look at the difference and commit it; the pipeline refuses to run without.
# Needs Terraform and a way to the provider registry, and nothing of Azure.
#
#   lock-providers.sh
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
for root in bootstrap devops environments/dev environments/prod; do
  echo "== infra/$root"
  terraform -chdir="$root" providers lock \
    -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64 -platform=windows_amd64
done
