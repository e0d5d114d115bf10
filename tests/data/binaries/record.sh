#!/bin/sh
# Builds src for the machines, versions and linkers that no recorded profile has, into other.tar.xz.
# Go 1.21 or later, which downloads the others; gcc for the one that is linked by it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
mkdir "$out/other"
cd "$here/src"

build() { # NAME VERSION ARGUMENTS OF go build
    name=$1 version=$2
    shift 2
    GOTOOLCHAIN=$version go build -trimpath -buildvcs=false -o "$out/other/$name" "$@" .
}

export CGO_ENABLED=0 GOFLAGS=-mod=mod
build amd64-1.18 go1.18.10 -ldflags='-s -w'
build amd64-1.20 go1.20.14 -ldflags='-s -w'
build amd64-1.22-pie go1.22.12 -ldflags=-w -buildmode=pie
build amd64-1.27-pie go1.27.1 -ldflags=-w -buildmode=pie
CGO_ENABLED=1 build amd64-1.21-external-pie go1.21.13 -ldflags='-s -w -linkmode=external' -buildmode=pie
export GOARCH=arm64
build arm64-1.26 go1.26.8 -ldflags='-s -w'
build arm64-1.21-pie go1.21.13 -ldflags='-s -w' -buildmode=pie
tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner -cf - other | xz -9e -T1 > "$here/other.tar.xz"
