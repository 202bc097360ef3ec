#!/usr/bin/env bash
# Sets one secret of $VAULT, to expire in 89 days: a policy refuses more than 90. Values go by file, never by an argument, and
# are in no output.
#
#   set-secret.sh riskshield-api-key FILE        to $SECRET_VALUE, which whoever runs this has from the vendor; likewise
#                                                backup-api-key
#   set-secret.sh host-function FILE             to $SECRET_VALUE: the function key of the caller $OF
#   set-secret.sh host-master FILE               to random octets: the Functions host's own key, which nobody is given
#   set-secret.sh privacy-pepper FILE            to random octets, once: a second pepper would lose every stored hash
#   set-secret.sh pepper-announce FILE           rotation, first half: a new pepper that replicas look under
#   set-secret.sh pepper-switch FILE             rotation, second half: the new pepper is written under, the old looked under
#   set-secret.sh keyring-kek FILE               to random octets
#   set-secret.sh redis-connection-string FILE   to what fetch-redis-key.sh wrote to FILE, for the region $OF
set -euo pipefail

if (($# != 2)); then
  echo "usage: ${0##*/} SECRET FILE" >&2
  exit 2
fi
readonly secret=$1 file=$2
: "${VAULT:?VAULT must name the vault: vaultName of the variable group}"
[[ $VAULT != "\$("* ]] || { echo "vaultName is not in the variable group" >&2; exit 1; }

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work" "$file"' EXIT

exists() {
  [[ $(az keyvault secret list --vault-name "$VAULT" --query "length([?name=='$1'])" --output tsv) != 0 ]]
}

fetch() {
  az keyvault secret show --vault-name "$VAULT" --name "$1" --query value --output tsv | tr -d '\n' >"$2"
  [[ -s $2 ]] || { echo "$1 is empty" >&2; exit 1; }
}

put() {
  az keyvault secret set --vault-name "$VAULT" --name "$1" --file "$2" --output none \
    --expires "$(date --utc --date '+89 days' +%Y-%m-%dT%H:%M:%SZ)"
  # Some versions of the client drop --expires beside --file.
  [[ -n $(az keyvault secret show --vault-name "$VAULT" --name "$1" --query attributes.expires --output tsv) ]] ||
    { echo "$1 was set without an expiry: set one with az keyvault secret set-attributes" >&2; exit 1; }
  echo "set $1"
}

random() {
  head --bytes "$1" /dev/urandom | base64 --wrap 0
}

# What somebody typed for this run.
typed() {
  if [[ -z ${SECRET_VALUE:-} || $SECRET_VALUE == "\$("* ]]; then
    echo "give the value as the variable secretValue of this run" >&2
    exit 1
  fi
  printf %s "$SECRET_VALUE" >"$work/value"
}

# Of whom or what it is: part of the secret's name.
of() {
  if [[ ! ${OF:-none} =~ ^[a-z0-9]+(-[a-z0-9]+)*$ || ${OF:-none} == none ]]; then
    echo "say of which caller or region this is" >&2
    exit 1
  fi
}

case $secret in
riskshield-api-key | backup-api-key)
  typed
  put "$secret" "$work/value"
  ;;
host-function)
  of
  typed
  # As openssl rand -hex 24 makes it: what a person thinks up can be guessed.
  grep --quiet --extended-regexp '^[A-Za-z0-9_-]{40,}$' "$work/value" || { echo "a key has at least 40 letters and digits" >&2; exit 1; }
  put "host-function-$OF" "$work/value"
  ;;
host-master)
  random 36 | tr '+/' '-_' >"$work/value"
  put host-master "$work/value"
  ;;
privacy-pepper)
  if exists privacy-pepper; then
    echo "there is one already; rotate it with pepper-announce and pepper-switch" >&2
    exit 1
  fi
  random 48 >"$work/value"
  put privacy-pepper "$work/value"
  ;;
pepper-announce)
  random 48 >"$work/value"
  put privacy-previous-peppers "$work/value"
  ;;
pepper-switch)
  fetch privacy-pepper "$work/old"
  fetch privacy-previous-peppers "$work/new"
  if cmp --silent "$work/old" "$work/new"; then
    echo "both hold the same value; announce a new one first" >&2
    exit 1
  fi
  # In this order: at every moment one of the two secrets holds the pepper that stored hashes stand under. If the second
  # fails, nothing stands under the new pepper yet: announce another.
  put privacy-previous-peppers "$work/old"
  put privacy-pepper "$work/new"
  ;;
keyring-kek)
  random 32 >"$work/value"
  put keyring-kek "$work/value"
  ;;
redis-connection-string)
  of
  put "redis-connection-string-$OF" "$file"
  ;;
*)
  echo "no such secret: $secret" >&2
  exit 2
  ;;
esac
