#!/usr/bin/env bash
# Writes the connection string of one region's Redis to FILE, with its second access key: the first serves meanwhile. The key
# goes from Azure into the file and is in no output.
#
#   fetch-redis-key.sh ENVIRONMENT FILE      with OF, the region in short as in names of resources
set -euo pipefail

if (($# != 2)) || [[ $1 != dev && $1 != prod ]]; then
  echo "usage: ${0##*/} dev|prod FILE" >&2
  exit 2
fi
readonly environment=$1 file=$2
: "${OF:?OF must be a region in short, as in the names of resources}"
readonly group=rg-finrisk-$environment-$OF type=Microsoft.Cache/redisEnterprise

cluster=$(az resource list --resource-group "$group" --resource-type "$type" --query '[].id' --output tsv)
if [[ -z $cluster || $cluster == *$'\n'* ]]; then
  echo "$group holds no Redis, or more than one" >&2
  exit 1
fi
host=$(az resource show --ids "$cluster" --query properties.hostName --output tsv)

umask 077
az rest --method post --url "https://management.azure.com$cluster/databases/default/listKeys?api-version=2025-07-01" \
  --query secondaryKey --output tsv |
  { IFS= read -r key && printf '%s:10000,password=%s,ssl=True,abortConnect=False' "$host" "$key"; } >"$file"
echo "have the connection string of ${cluster##*/}"
