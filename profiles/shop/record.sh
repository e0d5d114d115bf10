#!/bin/sh
# Records this case again with the Go toolchain on the PATH (Go >= 1.25, a C compiler for sqlite, the
# module proxy on the first run).
#
#   ./record.sh [--in-place] [OUTPUT-FOLDER]
#
# OUTPUT-FOLDER: default ./recorded-again; --in-place overwrites the files of this folder instead.
# SRC=FOLDER     copy the service there first and build it there (paths in profile and log show it)
# SECONDS_OF_LOAD=60   PORT=18080 (and PORT+1 for /debug/pprof)   ALL=1 also escape.all.m2.log.gz
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=$here/recorded-again
for arg in "$@"; do
    case $arg in
    --in-place) out=$here ;;
    -*) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    *) out=$arg ;;
    esac
done
die() { echo "record.sh: $*" >&2; exit 3; }
command -v go >/dev/null || die "no go command on the PATH"
command -v curl >/dev/null || die "no curl on the PATH"
load_seconds=${SECONDS_OF_LOAD:-60} port=${PORT:-18080}
debug=$((port + 1))
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

src=$here/src
if [ -n "${SRC:-}" ]; then
    mkdir -p "$SRC"
    cp -r "$here/src/." "$SRC/"
    src=$SRC
fi

# Diagnostics of the service's own packages and of its direct dependencies, from the build that is
# run below. Always from the module's root: cached output keeps the paths of the first build.
echo "building …"
cd "$src"
go build -o "$work/shop" \
    -gcflags='example.com/shop/...=-m=2' \
    -gcflags='github.com/gin-gonic/gin/...=-m=2' \
    -gcflags='gorm.io/gorm/...=-m=2' \
    -gcflags='github.com/mattn/go-sqlite3=-m=2' \
    . 2>"$work/escape.own.m2.log" || { cat "$work/escape.own.m2.log" >&2; die "the build failed"; }
grep -q '^# example.com/shop$' "$work/escape.own.m2.log" || die "the build printed no diagnostics"

echo "running …"
GOMAXPROCS=${GOMAXPROCS:-2} "$work/shop" -addr "127.0.0.1:$port" -debug "127.0.0.1:$debug" \
    -db "file:$work/shop.db?_journal_mode=WAL&_busy_timeout=5000&_synchronous=OFF" \
    >"$work/shop.log" 2>&1 &
server=$!
tries=0
until curl -fso /dev/null "http://127.0.0.1:$port/customers/1" 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { cat "$work/shop.log" >&2; die "the service ended"; }
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || die "the service does not answer on port $port"
    sleep 0.2
done

heap() { # FILE: two cycles, so that everything allocated and freed so far is published
    curl -fso /dev/null "http://127.0.0.1:$debug/debug/pprof/heap?gc=1"
    curl -fso "$1" "http://127.0.0.1:$debug/debug/pprof/heap?gc=1"
}
heap "$work/heap-before.pb.gz"
if command -v wrk >/dev/null; then
    wrk -t2 -c16 -d"${load_seconds}s" -s "$src/load.lua" "http://127.0.0.1:$port"
else
    (cd "$here/load" && go build -o "$work/load" .)
    "$work/load" -url "http://127.0.0.1:$port" -c 16 -d "${load_seconds}s"
fi
heap "$work/heap-after.pb.gz"
kill "$server"
wait "$server" 2>/dev/null || true
server=

if [ -n "${ALL:-}" ]; then
    echo "diagnostics of the whole program …"
    cd "$src"
    go build -o "$work/shop.all" -gcflags=all=-m=2 . 2>"$work/escape.all.m2.log" || die "the build failed"
    gzip -9nf "$work/escape.all.m2.log"
    mv "$work/escape.all.m2.log.gz" "$out"/
fi
gzip -9nf "$work/escape.own.m2.log"
mv "$work/heap-before.pb.gz" "$work/heap-after.pb.gz" "$work/escape.own.m2.log.gz" "$out"/
echo "recorded in $out with $(go env GOVERSION)"
