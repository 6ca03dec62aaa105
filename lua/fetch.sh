#!/bin/sh
# SPDX-License-Identifier: MIT
# Fetch original sources of Debian packages, and check them.
#
#   fetch.sh FOLDER { PACKAGE FILE SHA256 }...
#
# apt does it, from the mirror that this machine is configured for, with lists
# and cache of its own below FOLDER/apt: no root, no change to the machine.
# Signatures do not matter, since each file is checked against its SHA-256.
set -eu

RELEASE=bookworm
folder=$1
shift
mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial"
cd "$folder"
apt=$PWD/apt

has() {  # file, sha256
    [ -f "$1" ] && echo "$2  $1" | sha256sum --status --check -
}

# The archives apt knows, whatever the form of its configuration: those that
# have the release, or else those that look like Debian's own.
mirrors() {
    apt-get update --print-uris | sed -n "s|^'\(.*\)/dists/.*|\1|p" | sort -u
}

sources() {
    apt-get update --print-uris |
        sed -n "s|^'\(.*\)/dists/$RELEASE/.*|\1|p" | sort -u > "$apt/mirrors"
    [ -s "$apt/mirrors" ] || mirrors | grep '/debian/*$' > "$apt/mirrors" || {
        echo "fetch: no Debian mirror in the configuration of apt" >&2
        exit 1
    }
    sed "s|.*|deb-src [trusted=yes] & $RELEASE main|" "$apt/mirrors"
}

get() {
    apt-get -q -q \
        -o Dir::Etc::sourcelist="$apt/sources.list" \
        -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" \
        -o APT::Sandbox::User= -o Acquire::Languages=none \
        -o Acquire::Check-Valid-Until=false -o Acquire::Retries=2 "$@"
}

missing=
prepare() {
    [ -z "$missing" ] || return 0
    missing=yes
    sources > "$apt/sources.list"
    get update >&2
}

while [ $# -ge 3 ]; do
    if ! has "$2" "$3"; then
        rm -f "$2"
        prepare
        get source --download-only --tar-only "$1" >&2
        has "$2" "$3" || {
            echo "fetch: $2 is missing or has another SHA-256" >&2
            exit 1
        }
    fi
    shift 3
done
