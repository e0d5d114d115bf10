#!/bin/sh
# Records tests/data/odd anew: logs and profiles of the builds of tests/live/odd.py, by version.
#
#     record.sh [FOLDER]   with the toolchains that the go command finds or fetches, and Debian's
#                          golang-1.19-go in /usr/lib/go-1.19; FOLDER instead of tests/data/odd
#                          (tests/live/odd.py HEAPWITNESS FOLDER checks what is there)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
to=$(mkdir -p "${1:-$here}" && cd "${1:-$here}" && pwd)

# record VERSION GOROOT FORM...
record() {
    version=$1 root=$2
    shift 2
    rm -rf "${to:?}/$version"
    PATH=$root/bin:$PATH python3 -B "$here/../../live/odd.py" --record "$to/$version" "$@"
}

root_of() {
    GOTOOLCHAIN=$1 go env GOROOT
}

record go1.19.8 /usr/lib/go-1.19 root vendor workspace module-cache trimpath files cgo line-directives \
    original-positions tests two-programs no-columns wide trace short errors talking
record go1.21.13 "$(root_of go1.21.13)" root vendor module-cache trimpath files cgo line-directives tests \
    several-mains pgo short trace
record go1.24.13 "$(root_of go1.24.13)" root go-json go-test-json range-over-func
record go1.26.8 "$(root_of go1.26.8)"
record go1.27.1 "$(root_of go1.27.1)" root vendor workspace trimpath cgo line-directives original-positions \
    range-over-func pgo go-test-json go-json tests errors wide
