#!/bin/sh
# Lists the labelled programs whose files are recorded (../binaries), with every release that these are of:
# CASE.tables.log.gz is -m=2 -S -d=pctab=pctoinline, CASE.plain.log.gz -m=2 -S, both what the go command printed.
# Needs a go command that can have the releases.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
lab="$here/../corpus/lab"

# list RELEASE CASE GOARCH NAME
list() {
    mkdir -p "$here/$1"
    for form in tables plain; do
        flags="-m=2 -S"
        [ "$form" = plain ] || flags="$flags -d=pctab=pctoinline"
        (cd "$lab" && GOTOOLCHAIN="go$1" GOARCH="$3" CGO_ENABLED=0 GOFLAGS=-buildvcs=false \
            go build -trimpath -gcflags="example.com/lab/...=$flags" -o /dev/null "./$2" 2>&1) |
            gzip -9n > "$here/$1/$4.$form.log.gz"
    done
}

for release in 1.19.13 1.24.13 1.26.8 1.27.1; do
    for case in generics makecopy moved; do
        list "$release" "$case" amd64 "$case"
    done
done
list 1.26.8 traps amd64 traps
list 1.26.8 moved arm64 moved-arm64
