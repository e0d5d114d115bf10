#!/bin/sh
# Builds heapwitness with warnings as errors and passes all tests.
#   ./check.sh          gcc
#   ./check.sh --all    also with the address and undefined sanitizers, and with clang
set -eu
cd "$(dirname "$0")"
. .ci/packages.sh

all=false
case "${1-}" in
--all) all=true ;;
"") ;;
*)
    echo "usage: ./check.sh [--all]" >&2
    exit 2
    ;;
esac

need_to_build
need_to_test
install_missing
./demo.sh
install_lint_tools

# test_preset NAME COMPILER
test_preset() {
    echo
    echo "== $1"
    CC="$2" cmake --preset "$1"
    cmake --build --preset "$1"
    ctest --preset "$1"
}

if $all; then
    test_preset asan gcc
    test_preset clang clang
fi
test_preset ci gcc
