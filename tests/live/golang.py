"""What the live tests need of a Go toolchain: finding it, its pprof, folding its raw output."""

import collections
import os
import re
import shutil
import subprocess
import sys

VALUES = ("alloc_objects", "alloc_space", "inuse_objects", "inuse_space")
SKIPPED = 77
OLDEST = (1, 21)

# "     5: 0x4dedb1 M=1 main.main /src/x.go:76:0 s=61"; further lines of a location are indented only.
LINE = re.compile(r"^(?P<function>.*) (?P<file>\S*):(?P<line>-?\d+):\d+ s=-?\d+(?:\(.*\))?$")
HEAD = re.compile(r"^\s*(\d+): 0x[0-9a-f]+ (?:M=\d+ )?(?:\[F\] )?(.*)$")
SAMPLE = re.compile(r"^\s*(-?\d+(?:\s+-?\d+)*): ([\d ]*)$")


def skip(why):
    """Without Go the test is skipped, except where CI promises that there is one."""
    if os.environ.get("CI") == "true":
        sys.exit(f"FAILED: {why}, and CI=true asks for it")
    print(f"SKIPPED: {why}")
    sys.exit(SKIPPED)


def environment(toolchain="local"):
    return dict(os.environ, GOTOOLCHAIN=toolchain, GOWORK="off", CGO_ENABLED="0", GOFLAGS="-buildvcs=false")


def version():
    """(1, 26) of the go command on the PATH; skips the test when there is none, or an old one."""
    if not shutil.which("go"):
        skip("no go command on the PATH")
    text = subprocess.run(["go", "env", "GOVERSION"], env=environment(), check=True, text=True,
                          stdout=subprocess.PIPE).stdout.strip()
    match = re.match(r"(?:devel )?go(\d+)\.(\d+)", text)
    found = (int(match[1]), int(match[2])) if match else (0, 0)
    if found < OLDEST:
        skip(f"{text or 'the go command'} is older than Go {OLDEST[0]}.{OLDEST[1]}")
    return found


def is_runtime(path):
    """Whether a file is the runtime's own: a linkname'd allocator, not a line that allocates."""
    folder = path[:path.rfind("/") + 1]
    at = folder.find("/src/")
    while True:
        if folder == "runtime/" or folder.startswith(("runtime/internal/", "internal/runtime/")):
            return True
        if at <= 0:
            return False
        folder, at = folder[at + 5:], max(folder[at + 5:].find("/src/"), 0)


# What stands above mallocgc in stacks that lie in the runtime alone, and allocates for its caller.
ALLOCATOR = re.compile(r"runtime\.(newobject|newarray|make(slice|chan|map)\w*|growslice|mapassign\w*|raw(string|byte|rune)\w*|"
                       r"gostringn?|gobytes|concatstring\w*|convT\w*|slicebytetostring|stringtoslicebyte)$|"
                       r"runtime\.mallocgc|internal/runtime/maps\.")


def allocating(stack):
    """The line that allocates: of the first location that is not in the runtime's files, or is no allocator."""
    for function, place in stack:
        if not is_runtime(place[0]):
            return place
    if not stack or not stack[0][0].startswith("runtime.mallocgc"): # as up to Go 1.25
        return stack[0][1] if stack else ("", 0)
    return next((place for function, place in stack if not ALLOCATOR.match(function)), stack[0][1])


def fold(profile):
    """`go tool pprof -raw` folded to (file, physical line) -> four values, and their totals.

    The physical line is the last Line of a location.
    """
    raw = subprocess.run(["go", "tool", "pprof", "-raw", profile], env=environment(), check=True,
                         text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    head, rest = raw.split("\nSamples:\n", 1)
    body, rest = rest.split("\nLocations\n", 1)
    body, locations = body.splitlines(), rest.split("\nMappings\n", 1)[0].splitlines()
    types = [t.split("[")[0].split("/")[0] for t in body[0].split()]

    physical, at = {}, None
    for text in locations:
        match = HEAD.match(text)
        if match:
            at, text = int(match[1]), match[2]
            physical[at] = ("", ("", 0))
        line = LINE.match(text.strip())
        if line:
            physical[at] = (line["function"], (line["file"], int(line["line"])))

    lines = collections.defaultdict(lambda: [0] * len(VALUES))
    totals = [0] * len(VALUES)
    for text in body[1:]:
        sample = SAMPLE.match(text)
        if not sample:
            continue  # a label
        values = dict(zip(types, map(int, sample[1].split())))
        place = allocating([physical[int(i)] for i in sample[2].split()])
        for i, name in enumerate(VALUES):
            lines[place][i] += values.get(name, 0)
            totals[i] += values.get(name, 0)
    return {k: v for k, v in lines.items() if any(v)}, totals
