#!/bin/sh
# SPDX-License-Identifier: MIT
# Fetch original sources from the distribution's archive, and check them.
#
#   fetch.sh FOLDER { PATH SHA256 }...
#
# PATH is the file's path below the archive's pool/main. apt fetches it, from
# the mirror that this machine is configured for: no root, no change to the
# machine. The archive keeps the originals of several releases side by side,
# so the release that is installed does not matter; the SHA-256 decides.
set -eu

RELEASE=bookworm
TRIES=4
folder=$1
shift
mkdir -p "$folder"
cd "$folder"

has() {  # file, sha256
    [ -f "$1" ] && echo "$2  $1" | sha256sum --status --check -
}

# The archives apt knows, whatever the form of its configuration: those that
# have the release, and those that look like Debian's own.
mirrors() {
    apt-get update --print-uris |
        sed -n -e "s|^'\(.*\)/dists/$RELEASE/.*|\1|p" \
            -e "s|^'\(.*/debian\)/*/dists/.*|\1|p" | sort -u
}

get() {  # url, file, sha256
    /usr/lib/apt/apt-helper -q -q -o APT::Sandbox::User= \
        -o Acquire::Retries=2 download-file "$1" "$2" "SHA256:$3" >&2
}

# A file can be missing from a mirror for a while.
fetch() {  # path, file, sha256
    try=0
    while [ $try -lt $TRIES ]; do
        [ $try = 0 ] || sleep $((3 * try))
        for mirror in $(mirrors); do
            rm -f "$2"
            get "$mirror/pool/main/$1" "$2" "$3" && has "$2" "$3" && return
        done
        try=$((try + 1))
    done
    rm -f "$2"
    return 1
}

# All that is missing is named at once, for who has no network.
missing=
while [ $# -ge 2 ]; do
    file=${1##*/}
    has "$file" "$2" || fetch "$1" "$file" "$2" || missing="$missing
  $file, SHA-256 $2, which is pool/main/$1 of a Debian mirror"
    shift 2
done
[ -z "$missing" ] || {
    echo "fetch: is there no network? Missing in $folder/:$missing" >&2
    echo "fetch: put them there, or try again" >&2
    exit 1
}
