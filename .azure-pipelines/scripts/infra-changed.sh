#!/usr/bin/env bash
# Says whether this pull request touches infra/, as the output variable `changed`.
set -euo pipefail

: "${TARGET_BRANCH:?TARGET_BRANCH must name the branch that the pull request goes to}"

# Azure Repos says refs/heads/main where GitHub says main.
git fetch --quiet origin "${TARGET_BRANCH#refs/heads/}"
if git diff --quiet FETCH_HEAD...HEAD -- infra .azure-pipelines/scripts/terraform.sh; then changed=false; else changed=true; fi
echo "##vso[task.setvariable variable=changed;isOutput=true]$changed"
echo "infra changed: $changed"
