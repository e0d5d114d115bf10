#!/bin/sh
# Records this case again with the Go toolchain on the PATH.
#
#   ./record.sh [--in-place] [OUTPUT-FOLDER]
#
# OUTPUT-FOLDER: default ./recorded-again; --in-place overwrites the files of this folder instead.
# SRC=FOLDER: copy the package there first and build it there (paths in profile and log show it).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=$here/recorded-again
for arg in "$@"; do
    case $arg in
    --in-place) out=$here ;;
    -*) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    *) out=$arg ;;
    esac
done
command -v go >/dev/null || { echo "record.sh: no go command on the PATH" >&2; exit 3; }
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

src=$here/src
if [ -n "${SRC:-}" ]; then
    mkdir -p "$SRC"
    cp "$here"/src/* "$SRC"/
    src=$SRC
fi
cd "$src"

# One command compiles with diagnostics (stderr) and runs the benchmarks (stdout): the log and the
# profile cannot be of different builds. The second one replays the same diagnostics from the cache.
go test -gcflags=-m=2 -run '^$' -bench . -benchtime "${BENCHTIME:-400x}" \
    -o "$work/feed.test" -memprofile "$work/mem.pb.gz" . >"$work/bench.txt" 2>"$work/escape.m2.log" ||
    { cat "$work/bench.txt" "$work/escape.m2.log" >&2; exit 3; }
# Every allocation instead of one sample for each 512 KiB: exact, and much slower.
go test -gcflags=-m=2 -run '^$' -bench . -benchtime 20x -memprofilerate 1 \
    -o "$work/feed.test" -memprofile "$work/mem.exact.pb.gz" . >"$work/bench.exact.txt" 2>"$work/escape.again.log" ||
    { cat "$work/bench.exact.txt" "$work/escape.again.log" >&2; exit 3; }
cmp -s "$work/escape.m2.log" "$work/escape.again.log" ||
    { echo "record.sh: the two builds printed different diagnostics" >&2; exit 3; }

gzip -9nf "$work/escape.m2.log"
mv "$work/mem.pb.gz" "$work/mem.exact.pb.gz" "$work/escape.m2.log.gz" "$out"/
cat "$work/bench.txt"
echo "recorded in $out with $(go env GOVERSION)"
