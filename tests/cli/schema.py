#!/usr/bin/env python3
"""Validates JSON documents against docs/schema, and the invariants that a schema cannot say.

    schema.py SCHEMA DOCUMENT...     exit 1 with a line for each violation, 77 without jsonschema
"""
import json
import os
import sys

VALUES = ("alloc_objects", "alloc_space", "inuse_objects", "inuse_space")


def add(rows):
    """Sums of the four values; None stays None."""
    return {v: None if any(r[v] is None for r in rows) else sum(r[v] for r in rows) for v in VALUES}


def audit_invariants(doc):
    has = [v for v in VALUES if v in doc["profile"]["sample_types"]]
    for where in [doc["totals"], doc["omitted"], *doc["findings"]]:
        for v in VALUES:
            if (where[v] is None) == (v in has):
                yield f"{v} is {where[v]} and the sample types are {doc['profile']['sample_types']}"
    sums = add([doc["omitted"], *doc["findings"]])
    for v in has:
        if sums[v] != doc["totals"][v]:
            yield f"findings + omitted: {v} {sums[v]}, totals {doc['totals'][v]}"
    for v in ("inuse_space", "alloc_space"):
        cover = doc["coverage"][v]
        if (cover is None) == (v in has):
            yield f"coverage of {v} is {cover}"
        elif cover is not None and sum(cover.values()) != doc["totals"][v]:
            yield f"coverage of {v} sums to {sum(cover.values())}, total {doc['totals'][v]}"
    if len(doc["findings"]) + doc["omitted"]["count"] != doc["findings_total"]:
        yield "findings + omitted != findings_total"
    yield from order(doc)


def order(doc):
    if [f["rank"] for f in doc["findings"]] != list(range(1, len(doc["findings"]) + 1)):
        yield "ranks are not 1, 2, 3 ..."
    keys = [(f[doc["sort"]] or 0, f["alloc_space"] or 0) for f in doc["findings"]]
    for i in range(1, len(keys)):
        if keys[i] > keys[i - 1]:
            yield f"rank {i + 1} has more {doc['sort']} than rank {i}"
    for f in doc["findings"]:
        interval = f["interval"]["inuse_space"]
        if interval and not interval["low"] <= f["inuse_space"] <= interval["high"]:
            yield f"rank {f['rank']}: inuse_space is outside its interval"
        if f["verdict"] == "contradicted" and not any(c["owner"] for c in f["claims"]):
            yield f"rank {f['rank']}: contradicted, but no claim owns it"


def claims_invariants(doc):
    if sum(doc["by_class"].get(k, 0) for k in doc["by_class"] if k.startswith("not-understood")) \
            != doc["not_understood"]:
        yield "not_understood differs from its class"


def drift_invariants(doc):
    """Differences and what was left out sum to the kinds, and the kinds to the total."""
    kinds = doc["kinds"]
    if sum(k["count"] for k in kinds.values()) != doc["differences_total"]:
        yield "the kinds do not sum to differences_total"
    if len(doc["differences"]) + doc["omitted"]["count"] != doc["differences_total"]:
        yield "differences + omitted != differences_total"
    listed = [{v: d[v] or 0 for v in VALUES} for d in doc["differences"]]
    sums = add(listed + [{v: doc["omitted"][v] or 0 for v in VALUES}])
    for v in VALUES:
        if sums[v] != sum(k[v] or 0 for k in kinds.values()):
            yield f"differences + omitted: {v} {sums[v]} is not what the kinds sum to"
    if [d["rank"] for d in doc["differences"]] != list(range(1, len(doc["differences"]) + 1)):
        yield "ranks are not 1, 2, 3 ..."
    held = [d["inuse_space"] or 0 for d in doc["differences"]]
    if held != sorted(held, reverse=True):
        yield "differences are not in order of inuse_space"
    for d in doc["differences"]:
        if d["a"] is None and d["b"] is None:
            yield f"rank {d['rank']}: neither side says anything"
        for end, gone in (("a", "new-"), ("b", "gone-")):
            if d["kind"].startswith(gone) and d[end] is not None:
                yield f"rank {d['rank']}: {d['kind']}, but {end} says something"


def versions_invariants(doc):
    """Every row has a cell for every version; steps are between neighbours."""
    names = [v["go_version"] for v in doc["versions"]]
    if [(s["from"], s["to"]) for s in doc["steps"]] != list(zip(names, names[1:])):
        yield "the steps are not those between neighbours"
    for i, row in enumerate(doc["rows"]):
        words = [c["verdict"] for c in row["cells"]]
        if len(words) != len(names):
            yield f"row {i} has {len(words)} cells"
        if (len(set(words)) > 1) != row["differs"]:
            yield f"row {i}: differs is {row['differs']}"
        if not any(words):
            yield f"row {i} is empty"


def census_invariants(doc):
    """Sites sum to the calls of each verdict, the most calls first; owners are among the claims of a verdict that has them."""
    if len(doc["sites"]) == doc["sites_total"]:
        for verdict, calls in doc["calls"].items():
            found = sum(s["calls"] for s in doc["sites"] if s["verdict"] == verdict)
            if found != calls:
                yield f"{verdict}: {calls} calls, but the sites have {found}"
    counts = [s["calls"] for s in doc["sites"]]
    if counts != sorted(counts, reverse=True):
        yield "sites are not in order of calls"
    for s in doc["sites"]:
        owned = any(c["owner"] for c in s["claims"])
        if owned != (s["verdict"] in ("confirmed", "contradicted")) and s["verdict"] != "ambiguous":
            yield f"{s['path']}:{s['line']}: {s['verdict']}, owned: {owned}"
        if s["allocator"] is None or s["family"] is None:
            yield f"{s['path']}:{s['line']}: a site without a call"
    without_call = doc["claims_without_call"]
    kinds = [c["kind"] == "does-not-escape" for c in without_call["listed"]]
    if kinds.count(False) != without_call["heap"] or kinds.count(True) not in (0, without_call["stack"]):
        yield "the listed claims are not those that are counted"


INVARIANTS = {"heapwitness.census/1": census_invariants,
              "heapwitness.audit/1": audit_invariants, "heapwitness.claims/1": claims_invariants,
              "heapwitness.drift/1": drift_invariants,
              "heapwitness.versions/1": versions_invariants}


def problems(schema_path, document_path):
    import jsonschema
    with open(schema_path, encoding="utf-8") as f:
        schema = json.load(f)
    with open(document_path, encoding="utf-8") as f:
        doc = json.load(f)
    jsonschema.Draft202012Validator.check_schema(schema)
    found = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}"
             for e in jsonschema.Draft202012Validator(schema).iter_errors(doc)]
    return found or list(INVARIANTS[doc["schema"]](doc))


def main():
    try:
        import jsonschema  # noqa: F401
    except ImportError:
        print("SKIPPED: python3-jsonschema is not installed")
        return 1 if os.environ.get("CI") == "true" else 77
    bad = 0
    for path in sys.argv[2:]:
        for problem in problems(sys.argv[1], path):
            print(f"{path}: {problem}")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())
