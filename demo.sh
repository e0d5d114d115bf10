#!/bin/sh
# Builds heapwitness and audits the sample in profiles/: no Go and no server needed.
set -eu
cd "$(dirname "$0")"
. .ci/packages.sh

need_to_build
install_missing

mkdir -p build
echo "building (build/release) ..."
if ! { cmake --preset release -DBUILD_TESTING=OFF && cmake --build --preset release; } \
    > build/release.log 2>&1; then
    cat build/release.log >&2
    exit 1
fi

echo "\$ heapwitness audit profiles/shop/heap-after.pb.gz --claims profiles/shop/escape.own.m2.log.gz"
echo
build/release/heapwitness audit profiles/shop/heap-after.pb.gz \
    --claims profiles/shop/escape.own.m2.log.gz
echo
echo "The program is build/release/heapwitness; \"heapwitness help\" says what it can do."
