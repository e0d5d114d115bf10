"""The `// live:` comments of Go sources: which verdicts are right for a line's bytes."""

import os
import re

LABEL = re.compile(r"^\s*[^/\s].*// live: (.+)$")


def verdicts(text, go):
    """The words for a Go version: "confirmed >=1.25 contradicted|ambiguous"."""
    allowed = None
    for word in text.split():
        if word.startswith(">=1."):
            if go < (1, int(word[4:])):
                break
        else:
            allowed = set(word.split("|"))
    return allowed


def read(folder, go):
    """{(path relative to the folder, line): allowed verdicts}"""
    found = {}
    for top, _, files in os.walk(folder):
        for name in sorted(files):
            path = os.path.join(top, name)
            if not name.endswith(".go"):
                continue
            with open(path, encoding="utf-8") as source:
                for number, text in enumerate(source, 1):
                    label = LABEL.search(text)
                    if label:
                        found[os.path.relpath(path, folder), number] = verdicts(label[1], go)
    return found


def judge(labels, findings, prefix="", all_there=True):
    """Sentences about labelled lines whose findings have another verdict, or that have none.

    `findings`: (file, line) -> findings; `prefix` + the relative path is the file's name there.
    Unless they are `all_there`, a line may have none.
    """
    for (path, line), allowed in sorted(labels.items()):
        here = findings.get((prefix + path, line), [])
        if all_there and not here:
            yield f"{path}:{line}: no bytes, expected {'|'.join(sorted(allowed))}"
        for finding in here:
            if finding["verdict"] not in allowed:
                yield (f"{path}:{line}: {finding['verdict']}, expected {'|'.join(sorted(allowed))} "
                       f"(sizes {finding['object_sizes']}, claims {[c['text'] for c in finding['claims']]})")
