"""heapwitness against `go tool pprof -raw`: totals, and values of every physical line.

    totals.py TOOL TABLE           every recorded profile against the recorded table (no Go needed)
    totals.py --live TOOL TABLE    the same, and the table against the Go toolchain on the PATH
    totals.py --record TABLE       writes the table with the Go toolchain on the PATH

The table has a line for each profile with its totals, then one for each physical line with bytes.
"""

import concurrent.futures
import os
import sys

import golang
import heapwitness

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def profiles():
    found = []
    for top in ("profiles", "tests/data/corpus/recorded", "tests/data/services",
                "tests/data/inlining-off"):
        for folder, below, files in os.walk(os.path.join(ROOT, top)):
            below[:] = [b for b in below if b != "recorded-again"]
            found += [os.path.join(folder, f) for f in files if f.endswith(".pb.gz")]
    return sorted(os.path.relpath(f, ROOT) for f in found)


def fold_all(names):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(names, pool.map(lambda n: golang.fold(os.path.join(ROOT, n)), names)))


def write(path, folded):
    with open(path, "w", encoding="utf-8") as out:
        for name, (lines, totals) in folded.items():
            print(name, *totals, sep="\t", file=out)
            for (file, line), values in sorted(lines.items()):
                print("", file, line, *values, sep="\t", file=out)


def read(path):
    folded = {}
    with open(path, encoding="utf-8") as table:
        for row in table:
            cells = row.rstrip("\n").split("\t")
            if cells[0]:
                lines = {}
                folded[cells[0]] = (lines, list(map(int, cells[1:])))
            else:
                lines[cells[1], int(cells[2])] = list(map(int, cells[3:]))
    return folded


def compare(name, expected, found):
    """Sentences about what differs."""
    lines, totals = expected
    if found[1] != totals:
        yield f"{name}: totals {found[1]}, expected {totals}"
    for place in sorted(set(lines) | set(found[0])):
        a, b = lines.get(place), found[0].get(place)
        if a != b:
            yield f"{name}: {place[0]}:{place[1]}: {b}, expected {a}"


def ours(tool, name):
    page = heapwitness.audit(tool, [os.path.join(ROOT, name)], [])
    lines = {}
    for place, findings in heapwitness.by_line(page).items():
        values = heapwitness.add(findings)
        if any(values):
            lines[place] = values
    return lines, [page["totals"][v] or 0 for v in golang.VALUES]


def main(arguments):
    if arguments[0] == "--record":
        golang.version()
        folded = fold_all(profiles())
        write(arguments[1], folded)
        print(f"{len(folded)} profiles, {sum(len(l) for l, _ in folded.values())} lines")
        return 0
    live = arguments[0] == "--live"
    tool, path = arguments[live:]
    if live:
        golang.version()
    table, wrong = read(path), []
    if sorted(table) != profiles():
        odd = set(table) ^ set(profiles())
        wrong.append(f"profiles and table differ: {', '.join(sorted(odd))}; run totals.py --record")
    if live:
        for name, folded in fold_all(sorted(set(table) & set(profiles()))).items():
            wrong += compare(f"{name} (go tool pprof)", table[name], folded)
    for name in sorted(set(table) & set(profiles())):
        try:
            wrong += compare(name, table[name], ours(tool, name))
        except heapwitness.Broken as broken:
            wrong.append(f"{name}: {broken}")
    for text in wrong[:40]:
        print(text)
    print(f"{len(table)} profiles, {sum(len(l) for l, _ in table.values())} lines, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
