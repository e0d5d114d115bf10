#!/usr/bin/env python3
"""Cuts a Go program down to what says who it is.

    cut.py PROGRAM OUT

OUT keeps the ELF header's words, the notes, .go.buildinfo, and the first 512 bytes of .gopclntab, under
their own section names and types. Recorded with:

    CGO_ENABLED=0 GOTOOLCHAIN=go1.21.13 go build                                      amd64-1.21
    … GOTOOLCHAIN=go1.24.13 go build -buildmode=pie -tags=netgo,osusergo              amd64-1.24-pie
    … GOTOOLCHAIN=go1.26.8 GOARCH=arm64 go build -trimpath -ldflags="-s -w -X 'main.v=1 2'"   arm64-1.26
    … GOTOOLCHAIN=go1.27.1 go build -gcflags='all=-N -l'                              amd64-1.27
of a module of two packages in a git checkout; the last two with -buildvcs=false.
"""
import struct
import sys

KEPT = (b".note.go.buildid", b".note.gnu.build-id", b".gopclntab", b".data.rel.ro.gopclntab", b".go.buildinfo")


def main():
    data = open(sys.argv[1], "rb").read()
    shoff, = struct.unpack_from("<Q", data, 40)
    count, names_at = struct.unpack_from("<HH", data, 60)
    headers = [list(struct.unpack_from("<IIQQQQIIQQ", data, shoff + 64 * i)) for i in range(count)]
    table = headers[names_at]
    strings = data[table[4]:table[4] + table[5]]
    out, body, names, kept = bytearray(data[:64]), bytearray(), bytearray(b"\0"), [[0] * 10]
    for header in headers:
        name = strings[header[0]:strings.index(b"\0", header[0])]
        if name not in KEPT:
            continue
        part = data[header[4]:header[4] + header[5]]
        if b"gopclntab" in name:
            part = part[:512]
        while len(body) % 16:
            body += b"\0"
        header[0], header[4], header[5] = len(names), 64 + 56 + len(body) + 8, len(part)
        names += name + b"\0"
        body += part
        kept.append(header)
    notes = next(h for h in kept[1:] if h[1] == 7)
    header = [len(names), 3, 0, 0, 128 + len(body), 0, 0, 0, 1, 0]
    names += b".shstrtab\0"
    header[5] = len(names)
    kept.append(header)
    body += names
    struct.pack_into("<QQ", out, 32, 64, 128 + len(body))
    struct.pack_into("<HHHHH", out, 54, 56, 1, 64, len(kept), len(kept) - 1)
    segment = struct.pack("<IIQQQQQQ", 4, 4, notes[4], notes[3], notes[3], notes[5], notes[5], 4)
    with open(sys.argv[2], "wb") as f:
        f.write(bytes(out) + segment + b"\0" * 8 + bytes(body) + b"".join(struct.pack("<IIQQQQIIQQ", *h) for h in kept))


if __name__ == "__main__":
    main()
