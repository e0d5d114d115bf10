"""The census of labelled programs by the compiler's assembly listing, held against that by the program's code.

    listing.py TOOL DATA BINARIES   the programs whose files and listings are recorded
    listing.py TOOL DATA            all of them, built by the Go toolchain on the PATH
    listing.py --matrix TOOL DATA   by every release that was recorded, as far as it can be had

The two are equal in every function that the linker took: the same calls at the same places, through the same
inlined calls, of the same types, with the same verdicts and causes. Without the compiler's tables of inlined
calls (-S alone) a call that cannot be placed is left out and counted.
"""

import collections
import gzip
import pathlib
import re
import subprocess
import sys
import tempfile

import heapwitness
import lab

OWN = ("--package", "example.com/lab/...")
FORMS = {"tables": "-m=2 -S -d=pctab=pctoinline", "plain": "-m=2 -S"}


def plain(name):
    """Type arguments are [...] in programs of Go up to 1.20."""
    while "[" in name:
        shorter = re.sub(r"\[[^\[\]]*\]", "", name)
        if shorter == name:
            break
        name = shorter
    return name


def listed(log):
    """The functions of a listing, as often as there are some of the name."""
    text = gzip.decompress(log.read_bytes()) if log.suffix == ".gz" else log.read_bytes()
    names = set(re.findall(r"^(\S.*) STEXT ", text.decode(errors="replace"), re.MULTILINE))
    return collections.Counter(re.sub(r"#[A-Za-z0-9+/]{11}=#", "", name) for name in names)


def functions(program, log):
    """Those that the linker took. Since Go 1.27 two of one name may be in the listing and one in the program: these are
    left out."""
    done = subprocess.run(["nm", program], capture_output=True, text=True, check=True)
    linked = collections.Counter(line.split(maxsplit=2)[2] for line in done.stdout.splitlines() if line.split()[1] in "Tt")
    copies = listed(log)
    return {plain(name) for name, n in linked.items() if copies[name] <= n}


def sites(document, linked, release):
    """{what a site is: calls}"""
    found = collections.Counter()
    for s in document["sites"]:
        if plain(s["function"]) not in linked:
            continue
        chain = tuple((plain(f["function"]), f["file"].rsplit("/", 1)[-1], f["line"]) for f in s["inlined"])
        # Instances of generic code that have one name in the program are one site there, with the type of the first.
        merged = release.startswith(("1.19.", "1.20.")) and "[" in s["function"]
        found[plain(s["function"]), s["file"].rsplit("/", 1)[-1], s["line"], chain, s["allocator"],
              None if merged else s["type"], s["verdict"], s["cause"]] += s["calls"]
    return found


def left_out(document):
    return sum(n["count"] for n in document["notes"] if n["id"] == "listing-inlined")


class Tally:
    """Of one release."""

    def __init__(self, release):
        self.release, self.programs, self.calls, self.out, self.bad = release, 0, 0, 0, 0

    def compare(self, where, want, got, document, form):
        """Nothing is there that the program has not; what is missing was said to be."""
        missing, new, allowed = want - got, got - want, left_out(document)
        if new or sum(missing.values()) > allowed:
            self.bad += sum(new.values()) + max(0, sum(missing.values()) - allowed)
            for word, rows in (("missing", missing), ("new", new)):
                for row, calls in sorted(rows.items(), key=str):
                    print(f"{where}: {word}: {calls} of {row}")
        if document["diagnostics"]["not_understood"]:
            self.bad += 1
            print(f"{where}: lines of the listing are not understood")
        if form == "tables" and allowed:
            self.bad += allowed
            print(f"{where}: {allowed} calls could not be placed")
        self.out += allowed
        if form == "plain":
            self.calls += sum(want.values())

    def program(self, tool, name, program, log, listings):
        """`log`: what the compiler said without a listing; listings: {form: file}. A listing is a log, too."""
        by_program = heapwitness.census(tool, "--binary", program, "--claims", log, *OWN)
        for form, listing in listings.items():
            document = heapwitness.census(tool, "--asm", listing, "--claims", listing, *OWN)
            linked = functions(program, listing)
            self.compare(f"{self.release}/{name} {form}", sites(by_program, linked, self.release),
                         sites(document, linked, self.release), document, form)
        self.programs += 1

    def report(self, least):
        print(f"{self.release}: {self.programs} programs, {self.calls} calls, {self.out} not placed by -S alone, "
              f"{self.bad} differences")
        return 1 if self.bad or self.calls < least else 0


def recorded(tool, data, binaries):
    worst = 0
    for folder in sorted((data.parent / "listings").glob("1.*")):
        tally = Tally(folder.name)
        for name in sorted(p.name.split(".")[0] for p in folder.glob("*.plain.log.gz")):
            if name.endswith("-arm64"):
                continue # their program is not recorded: same_calls
            log = data / "recorded" / folder.name / name / "escape.m2.log.gz"
            tally.program(tool, name, binaries / folder.name / name, log,
                          {form: folder / f"{name}.{form}.log.gz" for form in FORMS})
        worst = max(worst, tally.report(20))
    return max(worst, same_calls(tool, data.parent / "listings" / "1.26.8"))


def same_calls(tool, folder):
    """The compiler says the same of both machines, and both allocate for it."""
    found = []
    for name in ("moved", "moved-arm64"):
        listing = folder / f"{name}.tables.log.gz"
        document = heapwitness.census(tool, "--asm", listing, "--claims", listing, *OWN)
        found.append(sites(document, {plain(s["function"]) for s in document["sites"]}, "1.26.8"))
    print(f"amd64 and arm64: {sum(found[0].values())} calls, {sum((found[0] - found[1]).values())} and "
          f"{sum((found[1] - found[0]).values())} others")
    return 0 if found[0] == found[1] and found[0] else 1


def live(tool, data, release, toolchain="local"):
    tally = Tally(release)
    with tempfile.TemporaryDirectory() as scratch:
        for name, _ in lab.labelled(data, release):
            listings = {}
            for form, flags in FORMS.items():
                listings[form] = pathlib.Path(scratch) / f"{name}.{form}.log"
                listings[form].write_bytes(lab.build(data, name, scratch, toolchain, flags)[1])
            program, said = lab.build(data, name, scratch, toolchain)
            log = pathlib.Path(scratch) / f"{name}.log"
            log.write_bytes(said)
            tally.program(tool, name, program, log, listings)
    return tally.report(200)


def main(arguments):
    matrix = arguments[0] == "--matrix"
    tool, data = arguments[matrix], pathlib.Path(arguments[matrix + 1]) / "corpus"
    if matrix:
        return max(live(tool, data, r, f"go{r}") for r in lab.available(data))
    if len(arguments) > 2:
        return recorded(tool, data, pathlib.Path(arguments[2]))
    return live(tool, data, lab.at_hand(data))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
