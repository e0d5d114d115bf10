#!/bin/sh
# Records logs/VERSION/{a,b,moved}.hwb again: record.sh HEAPWITNESS. Needs Go, and a network or the
# toolchains in the module cache.
set -eu
heapwitness=$1
here=$(cd "$(dirname "$0")" && pwd)
cache=$(mktemp -d)
trap 'rm -rf "$cache"' EXIT
for version in 1.21.13 1.24.13 1.26.8 1.27.1; do
    mkdir -p "$here/logs/$version"
    for source in a b moved; do
        (cd "$here/src-$source" && "$heapwitness" record -q --packages 'example.com/drift/...' \
            --cache "$cache" -o "$here/logs/$version/$source.hwb" \
            -- "GOTOOLCHAIN=go$version" CGO_ENABLED=0 go build -trimpath -o /dev/null .)
    done
done
