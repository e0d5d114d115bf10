"""The runs that are compared: each command, in each format, over everything that material.py found."""
import dataclasses
import itertools
import re
import shlex
import subprocess

PLAIN = 1 << 20 # larger inputs (packed) are not run in every way


@dataclasses.dataclass
class Run:
    kind: str          # what differs is printed by kind
    words: list        # of the program, or one line for sh (shell)
    columns: int = 0
    shell: bool = False
    cost: int = 0      # bytes of input, for the order
    slow: bool = False # not in a quick comparison

    def __str__(self):
        if self.shell:
            return self.words[0]
        columns = f"COLUMNS={self.columns} " if self.columns else ""
        return columns + shlex.join(["heapwitness", *self.words])


class Maker:
    """Adds runs; kinds are made of the command and the options, inputs aside."""

    def __init__(self, material):
        self.m = material
        self.runs = []
        self.turns = {}

    def add(self, sort, items, *words, columns=0):
        """words may name items by "{}", in their order."""
        left = iter(items)
        full = [w.replace("{}", next(left).path) if "{}" in w else w for w in words]
        kind = " ".join([sort, *(w for w in words[1:] if "{}" not in w)])
        cost = sum(i.size for i in items)
        self.runs.append(Run(kind + (f" in {columns}" if columns else ""), full, columns, False, cost,
                             cost > PLAIN))

    def each(self, sort, items, base, variants, spread=0):
        """With spread the variants behind the first two take turns, that many for one input."""
        if spread:
            turn = self.turns.get(variants, 0)
            self.turns[variants] = turn + spread
            rest = variants[2:]
            variants = [*variants[:2], *(rest[(turn + i) % len(rest)] for i in range(spread))]
        for v in variants:
            words = v.split()
            columns = int(words.pop(0)) if words and words[0].isdigit() else 0
            self.add(sort, items, *base, *words, columns=columns)


# A number in front is COLUMNS. The first two say everything, in text and in JSON.
AUDIT = ("120 --all -n 0 -alloc_space", "-f json -n 0 --all", "", "80 -n 0",
         "-f json --sample_index=alloc_space -n 3", "--sample_index=inuse_objects --unit=kb",
         "60 --alloc_objects -n 7 --colour=always", "--strict --fail-on=contradicted,error -n 1",
         "--focus=main --ignore=runtime -n 0", "-f json --focus=main -alloc_space -n 0 -j 1")
AUDIT_FEW = ("100 -n 0 -alloc_space", "-f json -n 0 --all")
CLAIMS = ("80 --all -n 0", "-f json --all -n 0 -j 1", "", "120 --all -n 4 --colour=always", "-f json",
          "-f csv", "-f editor", "--not-understood", "--strict -n 1", "--focus=main --all",
          "--ignore=main -f json", "--package=main,./lib,example.com/... --all -f csv")
CLAIMS_FEW = ("", "-f json", "--not-understood --strict")
PATTERNS = ("moved_to_heap", "address_escapes", "escapes", "leaking_param", "leaking_param_content",
            "does_not_escape", "escapes_with_flow")
DRIFT = ("80 --all -n 0", "-f json --all -n 0", "", "--strict --fail-on=error,stack-to-heap -n 2",
         "-f json --focus=main --package=./work,main")
DRIFT_FEW = ("100 --all", "-f json --all -n 0")
CENSUS = ("", "80 --all -n 0", "-f json --all -n 0", "--strict --package=main,example.com/... -n 0",
          "--focus=main --colour=always --all")
CENSUS_FEW = ("--all", "-f json --all -n 0")


def leaf(item):
    return item.home.rpartition("/")[2]


def others(profile, m):
    """Logs of other recordings: of the same program elsewhere, and of the recordings beside it."""
    best = {}
    for log in m.logs:
        if ".tar" not in log.path and (log.home not in best or ".m2." in log.path):
            best.setdefault(log.home, log)
    homes = sorted(best)
    same = [h for h in homes if h != profile.home and h.rpartition("/")[2] == leaf(profile)]
    at = next((i for i, h in enumerate(homes) if h >= profile.home), 0)
    near = [homes[(at + step) % len(homes)] for step in (-1, 1)]
    turn = at % max(len(same), 1)
    return [best[h] for h in [*(same[turn:] + same[:turn])[:3], *near] if h != profile.home]


def audits(k):
    m = k.m
    for profile in m.profiles:
        k.each("audit", [profile], ["audit", "{}"], AUDIT_FEW)
        main = profile.path.endswith(".pb.gz")
        for i, log in enumerate(m.logs_of(profile)):
            few = i > 0 or not main or log.size > PLAIN
            k.each("audit", [profile, log], ["audit", "{}", "--claims", "{}"],
                   AUDIT_FEW if few else AUDIT, 0 if few else 3)
        if main:
            for log in others(profile, m):
                if log.size <= PLAIN:
                    k.each("audit mismatched", [profile, log], ["audit", "{}", "-c", "{}"],
                           ("-f json -n 0 --all", "--strict -n 3"))
    for home, group in itertools.groupby(sorted(m.profiles, key=lambda p: p.home), lambda p: p.home):
        two = list(group)[:2]
        logs = m.logs_of(two[0])[:2]
        k.each("audit added", [*two, *logs], ["audit", *["{}"] * len(two), *["--claims={}"] * len(logs)],
               AUDIT_FEW)


def with_binaries(k):
    m = k.m
    program = {b.path: n for n, b in enumerate(m.binaries)}
    for profile in [p for p in m.profiles if m.binary_of(p)] + m.bare:
        own = m.binary_of(profile)
        log = m.logs_of(profile)[0]
        k.each("audit binary", [profile, own], ["audit", "{}", "-b", "{}"], AUDIT_FEW)
        k.each("audit binary", [profile, own, log], ["audit", "{}", "-b", "{}", "-c", "{}"],
               AUDIT_FEW if log.size > PLAIN else AUDIT)
        for step in (1, 2):
            other = m.binaries[(program[own.path] + step) % len(m.binaries)]
            k.each("audit binary mismatched", [profile, other], ["audit", "{}", "--binary={}"],
                   ("-f json -n 0", "--strict -n 2"))
    for profile in m.bare:
        k.each("audit bare", [profile, m.logs_of(profile)[0]], ["audit", "{}", "-c", "{}"], ("",))


def claims(k):
    for log in k.m.logs + k.m.listings:
        packed = "tar" in log.path
        few = log.size > PLAIN or packed
        k.each("claims", [log], ["claims", "{}"], CLAIMS_FEW if few else CLAIMS, 0 if few else 3)
        if log.home.startswith(("data/logs", "profiles", "data/drift")) and not few:
            k.each("claims", [log], ["claims", "{}"], [f"--pattern={p} -f csv" for p in PATTERNS])
            k.add("claims", [log], "claims", "{}", "--why=call parameter,return", "--all", "-n", "0")
    for home, group in itertools.groupby(sorted(k.m.logs, key=lambda g: g.home), lambda g: g.home):
        logs = [g for g in group if g.size <= PLAIN][:8]
        for a, b in itertools.permutations(logs, 2):
            if ("tar" in a.path) != ("tar" in b.path):
                k.each("claims of two", [a, b], ["claims", "{}", "{}"], ("-f json --all -n 0",))


def steps(m):
    """Pairs of logs of the same program in neighbouring recordings, and of one and the same."""
    by = {}
    for log in m.logs:
        name = log.path.rpartition("/")[2]
        if ".tar" not in name and not log.path.startswith("records/"):
            by.setdefault((leaf(log) if "recorded" in log.path or "/odd/" in log.path else "", name), []
                          ).append(log)
    for logs in by.values():
        yield from zip(logs, logs[1:])
    for _, group in itertools.groupby(sorted(m.logs, key=lambda g: g.home), lambda g: g.home):
        logs = list(group)
        yield from zip(logs, logs[1:])


def drifts(k):
    m = k.m
    for a, b in steps(m):
        few = a.size + b.size > PLAIN or "tar" in a.path or "tar" in b.path
        k.each("drift", [a, b], ["drift", "{}", "{}"], DRIFT_FEW if few else DRIFT,
               0 if few else 1)
        k.each("drift", [b, a], ["drift", "{}", "{}"], ("-n 3 --all",))
        profiles = [p for p in m.profiles if p.home in (a.home, b.home)][:2]
        if profiles:
            k.each("drift profile", [*profiles, a, b],
                   ["drift", *["--profile={}"] * len(profiles), "{}", "{}"],
                   DRIFT_FEW[len(k.runs) % 2:][:1])


def census(k):
    m = k.m
    for n, binary in enumerate(m.binaries):
        own = [p for p in m.profiles if m.binary_of(p) == binary]
        log = m.logs_of(own[0])[0] if own else m.logs[n]
        k.each("census", [binary, log], ["census", "-b", "{}", "-c", "{}"],
               CENSUS if binary.size < 4 * PLAIN and own else CENSUS_FEW)
        other = next((g for p in own for g in others(p, m)), m.logs[0])
        k.each("census mismatched", [binary, other], ["census", "-b", "{}", "-c", "{}"],
               ("-f json --all", "--strict"))
    for a, b in zip(m.listings, m.listings[2:]):
        k.each("census mismatched", [a, b], ["census", "--asm={}", "-c", "{}"], ("-f json --all", "--strict"))
    for listing in m.listings:
        k.each("census asm", [listing, listing], ["census", "--asm={}", "-c", "{}"], CENSUS)
        version, case = listing.home.rpartition("/")[2], listing.path.rpartition("/")[2].split(".")[0]
        for log in m.logs:
            if log.home.endswith(f"/{version}/{case}"):
                k.each("census asm", [listing, log], ["census", "--asm={}", "-c", "{}"], CENSUS_FEW)


def recordings(k):
    """Tables of versions and bundles, with what recorded toolchains said."""
    groups = {}
    for group, go in k.m.go:
        groups.setdefault(group, []).append(go)
    for group, all_of in sorted(groups.items()):
        tables = [all_of, all_of[:2], [all_of[-1], all_of[0]], all_of[:1] * 2, [*all_of[:2], "1.18"]]
        for table, options in itertools.product(tables, ("", "--all -n 0", "-f json --all -n 0", "--strict -n 1")):
            k.runs.append(Run(f"drift --go {options}".strip(), [
                "drift", f"--go={','.join('./' + g if '/' in g else g for g in table)}",
                *options.split(), "./pkg"], 100))
        for go in all_of:
            for options in ("", " --strict")[:1 if "1.26" not in go else 2]:
                line = (f"heapwitness record{options} -o x.hwb -- ./{go} build -o prog ./pkg 2>&1 | "
                        "sed -Ef time.sed; stat -c %a x.hwb; gzip -dc < x.hwb | sed -Ef time.sed; "
                        "heapwitness claims x.hwb -n 0 | sed -Ef time.sed")
                k.runs.append(Run(f"record{options}", [line], 100, True))


def bad(k):
    m = k.m
    profile, log = next((p, m.logs_of(p)[0]) for p in m.profiles if "/moved/" in p.path)
    bare = m.bare[0]
    for item in m.bad + m.cut:
        for sort, items, words in (
                ("profile", [item], ["audit", "{}"]), ("log", [item], ["claims", "{}"]),
                ("log", [profile, item], ["audit", "{}", "-c", "{}", "-n", "1"]),
                ("binary", [bare, item], ["audit", "{}", "--binary", "{}"]),
                ("listing", [item, log], ["census", "--asm", "{}", "-c", "{}"]),
                ("binary", [item, log], ["census", "--binary", "{}", "-c", "{}"]),
                ("binary", [item], ["record", "--like={}"]),
                ("drift", [log, item], ["drift", "{}", "{}"])):
            k.add(f"bad {sort}", items, *words)


def commands(program):
    """{command: its options}, as the program's own help has them."""
    def help_of(*words):
        return subprocess.run([program, "help", *words], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^  ([a-z]+)  ", help_of(), re.M)
    return {n: sorted(set(re.findall(r"(?<![\w-])--?[\w][\w_-]*", help_of(n)))) for n in names}


def usage(k, program):
    """Every option that help names: with no value, an empty, a wrong and a misspelt one, elsewhere."""
    known = commands(program)
    every = sorted(set().union(*known.values()))
    for command in [*known, "nothing", "audi"]:
        for columns in (80, 120):
            k.runs.append(Run("help", ["help", command], columns))
        for option in known.get(command, every[::9]) + every[::9]:
            for words in ([option], [f"{option}="], [f"{option}=0x"], [f"{option[:-1]}"], [option, "none/file"]):
                k.runs.append(Run(f"usage {command}", [command, *words]))
        k.runs.append(Run(f"usage {command}", [command]))
        k.runs.append(Run(f"usage {command}", [command, "none/file", "none/more", "none/third"]))


def goldens(k):
    for case in k.m.cases:
        line = (case / "cmd").read_text()
        k.runs.append(Run("golden case", [line], 0, True, 0, "sleep" in line))


SERVED = ("/debug/pprof/heap", "/debug/pprof/allocs", "/log", "/page", "/none", "/moved", "/round",
          "/closed", "/busy", "/empty", "/short")


def served(k, port):
    """What comes over HTTP, from serve.py."""
    url = f"http://127.0.0.1:{port}"
    for path in SERVED:
        for words in (["audit", url + path], ["claims", url + path], ["audit", f"{url}{path}?a=b#c", "-f", "json"],
                      ["audit", url + path, "-u", "name:secret", "--seconds=1", "-n", "1"],
                      ["audit", f"http://name:secret@127.0.0.1:{port}{path}?token=abc", "-n", "1"],
                      ["audit", url + "/debug/pprof/heap", "-c", url + path, "-f", "json"],
                      ["drift", url + "/log", url + path], ["audit", url + path, "--max-response=100"],
                      ["audit", url + path, "--max-redirects=0"]):
            k.runs.append(Run(f"http {words[0]}", words))
    k.runs.append(Run("http audit", ["audit", f"127.0.0.1:{port}", "-n", "0"]))


def all_runs(material, program, port):
    k = Maker(material)
    for part in (audits, with_binaries, claims, drifts, census, recordings, bad, goldens):
        part(k)
    usage(k, program)
    served(k, port)
    seen, unique = set(), []
    for run in k.runs:
        if str(run) not in seen:
            seen.add(str(run))
            unique.append(run)
    return unique


def subset(runs, each):
    """Of each kind some, evenly spread: small inputs, nothing that sleeps."""
    kinds = {}
    for run in runs:
        if not run.slow and run.cost < PLAIN // 2:
            kinds.setdefault(run.kind, []).append(run)
    chosen = set()
    for kind, group in kinds.items():
        take = min(len(group), each * 25 if kind == "golden case" else each)
        chosen.update(id(group[i * len(group) // take]) for i in range(take))
    return [run for run in runs if id(run) in chosen]
