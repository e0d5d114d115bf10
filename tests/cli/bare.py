#!/usr/bin/env python3
"""Takes functions and lines out of a profile, so that addresses are all that is left.

    bare.py PROFILE OUT
"""
import gzip
import sys

LOCATION, FUNCTION, LINE = 4, 5, 4


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def put(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def fields(data):
    """(number, value or bytes, all the bytes of the field) of a message that Go wrote."""
    at = 0
    while at < len(data):
        start = at
        key, at = varint(data, at)
        value, at = varint(data, at)
        if key & 7 == 2:
            value, at = data[at:at + value], at + value
        yield key >> 3, value, data[start:at]


def bare(data):
    """`data`, gzip'd or not, without; gzip'd."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    out = bytearray()
    for number, value, whole in fields(data):
        if number == LOCATION:
            body = b"".join(part for inner, _, part in fields(value) if inner != LINE)
            whole = put(LOCATION << 3 | 2) + put(len(body)) + body
        if number != FUNCTION:
            out += whole
    return gzip.compress(bytes(out), 6, mtime=0)


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as target:
        target.write(bare(source.read()))
