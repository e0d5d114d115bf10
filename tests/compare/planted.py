#!/usr/bin/env python3
"""That outputs.py sees what differs: planted.py HEAPWITNESS.

Holds the program against itself, and against itself behind a script that changes one printed word,
one JSON key or one exit status. Then allows the word, allows too little, and allows what is not there.
"""
import contextlib
import io
import pathlib
import sys
import tempfile

import material
import outputs

SCRIPT = """#!{python}
import subprocess, sys
done = subprocess.run([{program!r}, *sys.argv[1:]], capture_output=True)
out, err, code = done.stdout, done.stderr, done.returncode
{change}
sys.stdout.buffer.write(out)
sys.stderr.buffer.write(err)
sys.exit(code)
"""
CHANGES = { # name: (change, a line that outputs.py must print)
    "same": ("", None),
    "word": ('out = out.replace(b"claims agree", b"claims concur")', "claims concur"),
    "key": ('out = out.replace(b\'"rows_total":\', b\'"row_count":\')', '"row_count":'),
    "message": ('err = err.replace(b"recording with", b"recording by")', "recording by"),
    "exit": ("code = 0 if code == 4 else code", "+exit: 0"),
    "line end": ('out = out[:-1]', "(no line end)"),
    "byte": ('out = out.replace(b"->", b"-\\xff")', None), # nothing prints one
}
KINDS = "^drift --go|data/drift.*--strict"
LISTS = ( # an allowed list for the changed word, and the exit status
    ("COLUMNS\t^[-+]stdout: .*claims (agree|concur)\tother words\n", 0),
    ("COLUMNS\t^-stdout: .*claims (agree|concur)\tone side of them\n", 1),
    ("audit\t^[-+]stdout: .*claims (agree|concur)\tanother command\n", 1),
)


def outputs_of(program, other, allowed, chosen, scratch, quick=True):
    """Exit status, and what is printed."""
    args = outputs.arguments([program, str(other), "--allowed", str(allowed), *["--quick"] * quick])
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        status = outputs.report(args, len(chosen), outputs.work(args, chosen, scratch))
    return status, printed.getvalue()


def planted(program, folder):
    """What is wrong."""
    args = outputs.arguments([program, program, "--quick", "--only", KINDS])
    scratch = folder / "scratch"
    scratch.mkdir()
    chosen = outputs.choose(args, material.prepare(scratch), 9)
    allowed = folder / "allowed"
    allowed.write_text("# nothing\n")
    for name, (change, shown) in CHANGES.items():
        script = folder / name.replace(" ", "-")
        script.write_text(SCRIPT.format(python=sys.executable, program=program, change=change))
        script.chmod(0o755)
        status, text = outputs_of(program, script, allowed, chosen, scratch)
        if status != (1 if shown else 0) or (shown or "runs, 0 differ") not in text:
            yield f"{name}: exit status {status}\n{text[-3000:]}"
    lines = [run for run in chosen if run.columns and "-f" not in run.words]
    for entries, want in LISTS:
        allowed.write_text(entries)
        status, text = outputs_of(program, folder / "word", allowed, lines, scratch)
        if status != want:
            yield f"allowed {entries!r}: exit status {status}\n{text[-3000:]}"
    status, text = outputs_of(program, folder / "same", allowed, lines, scratch, False)
    if status != 1 or "allows nothing" not in text:
        yield f"an entry that is not used: exit status {status}\n{text[-3000:]}"


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        bad = list(planted(program, pathlib.Path(folder)))
    print("\n".join(bad) or f"{len(CHANGES) - 1} changes and {len(LISTS)} lists")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
