#!/usr/bin/env python3
"""Takes functions and lines out of a profile, so that addresses are all that is left.

    bare.py PROFILE OUT
"""
import gzip
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "live"))
from protobuf import block, fields # noqa: E402

LOCATION, FUNCTION, LINE = 4, 5, 4


def bare(data):
    """`data`, gzip'd or not, without; gzip'd."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    out = bytearray()
    for number, value, whole in fields(data):
        if number == LOCATION:
            body = b"".join(part for inner, _, part in fields(value) if inner != LINE)
            whole = block(LOCATION, body)
        if number != FUNCTION:
            out += whole
    return gzip.compress(bytes(out), 6, mtime=0)


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as target:
        target.write(bare(source.read()))
