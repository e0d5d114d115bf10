"""What machine code and listing say of the sites of a profile, and which verdicts and claims fit that.

All of it is found by other means than heapwitness has: `go tool objdump`, the text of -S, and a table of a few words.
"""

import collections
import gzip
import re
import subprocess

import golang
import protobuf

# function called (as linked, without "runtime.") -> family, the first that matches
FAMILIES = (("newobject", "object"), ("mallocgc", "object"), ("makeslicecopy", "slice"), ("makeslice", "slice"),
            ("growslice", "grow"), ("moveSlice", "move"), ("makemap", "map"), ("mapassign", "assign"),
            ("makechan", "silent"), ("convT", "box"), ("concatstring", "concat"), ("concatbyte", "concat"),
            ("slicebytetostring", "string"), ("slicerunetostring", "string"), ("stringtoslice", "string"),
            ("intstring", "string"), ("", "silent"))
# The register of the type, of 0, 1, 2 …
REGISTERS = ("AX", "BX", "CX", "DI", "SI", "R8", "R9", "R10", "R11")
TYPED = (("newobject", 0), ("mallocgc", 1), ("makeslice", 0), ("growslice", 4), ("moveSliceNoScan", None),
         ("moveSlice", 0), ("makemap_small", None), ("makemap", 0), ("mapassign", 0), ("makechan", 0), ("convTnoptr", 0),
         ("convTstring", None), ("convTslice", None), ("convT16", None), ("convT32", None), ("convT64", None), ("convT", 0))
# What is called behind an allocator that is inlined and has lost its frame.
NO_ALLOCATORS = ("runtime.memmove", "runtime.memclr", "runtime.typedmem", "runtime.bulkBarrier", "runtime.typedslice",
                 "runtime.gcWriteBarrier")
ALIASES = {"rune": "int32", "byte": "uint8"}
C, X, U = "confirmed", "contradicted", "unclaimed"
INSTRUCTION = re.compile(r"^\s+\S+:-?\d+\s+0x([0-9a-f]+)\s+([0-9a-f]+)\s+(.*?)\s*$")
LISTED = re.compile(r"^\t0x([0-9a-f]+) \d+ \(.*?\)\t([A-Z]\w*)(?:\t(.*))?$")

# Bytes at a place: the lines of the frames inlined there, the four values, the sizes of objects, and whose they are.
Item = collections.namedtuple("Item", "chain values sizes what")
Call = collections.namedtuple("Call", "callee type place")


def family(callee):
    name = callee.removeprefix("runtime.")
    return next(what for prefix, what in FAMILIES if name.startswith(prefix))


def short(type_name):
    """Without the paths of packages, as reflection names a type."""
    return re.sub(r"[\w.%\-]+/", "", type_name or "").replace("%2e", ".")


class Code:
    """The functions of the module's program, by address, and their listing."""

    def __init__(self, build):
        done = subprocess.run(["go", "tool", "objdump", "-s", r"^(main|example\.com/gen/\w+)\.", build.program],
                              cwd=build.module, env=build.environment, capture_output=True, text=True, check=True)
        self.calls = {}  # the address behind the instruction -> (function, offset, what it does)
        self.starts = []
        function = start = None
        for line in done.stdout.splitlines():
            if line.startswith("TEXT "):
                function, start = line[5:].split("(SB)")[0], None
                continue
            found = INSTRUCTION.match(line)
            if not found:
                continue
            address = int(found[1], 16)
            start = address if start is None else start
            if found[3].startswith("CALL"):
                self.calls[address + len(found[2]) // 2] = (function, address - start, found[3])
        self.listed = listing(build.path("listing"))

    def call(self, address):
        """Of the CALL that ends behind this address; of no name where there is none."""
        function, offset, text = self.calls.get(address + 1, (None, None, ""))
        callee = re.match(r"CALL ([^\s(*].*)\(SB\)$", text)
        return Call(callee[1], self.type_of(function, offset, callee[1]), None) if callee else Call("", None, None)

    def type_of(self, function, offset, callee):
        """What the listing passes as type; None: it does not show."""
        name = callee.removeprefix("runtime.")
        which = next((n for prefix, n in TYPED if name.startswith(prefix)), None)
        code = self.listed.get(function)
        if which is None or not code or offset not in code[1]:
            return None
        at = code[1][offset]
        for _, operation, operands in reversed(code[0][max(0, at - 12):at]):
            if operation in ("CALL", "RET") or operation.startswith("J"):
                return None
            found = re.match(r"type:(.*)\(SB\), (\w+)$", operands or "")
            if operation == "LEAQ" and found and found[2] == REGISTERS[which]:
                return short(found[1].removeprefix("noalg."))
            if (operands or "").endswith(", " + REGISTERS[which]):
                return None
        return None


def listing(path):
    """{function: ([(offset, operation, operands)], {offset: index})}"""
    functions, code = {}, None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            head = re.match(r"(\S.*) STEXT ", line)
            if head:
                # Of two of one name nobody knows which one was linked.
                code = None if head[1] in functions else ([], {})
                functions[head[1]] = code or ([], {})
                continue
            found = LISTED.match(line.rstrip("\n")) if code is not None else None
            if found and found[2] not in ("FUNCDATA", "PCDATA", "TEXT", "NOP"):
                code[1].setdefault(int(found[1], 16), len(code[0]))
                code[0].append((int(found[1], 16), found[2], found[3]))
    return functions


def samples(path):
    """[(values, [(address, [(function, file, line)])], size of an object)] of a profile."""
    with gzip.open(path) as f:
        message = list(protobuf.fields(f.read()))
    strings = [value.decode() for n, value, _ in message if n == 6]
    functions, locations, found = {}, {}, []
    for n, value, _ in message:
        if n == 5:
            of = {k: v for k, v, _ in protobuf.fields(value)}
            functions[of[1]] = (strings[of.get(2, 0)], strings[of.get(4, 0)])
    for n, value, _ in message:
        if n == 4:
            address, number, lines = 0, 0, []
            for k, v, _ in protobuf.fields(value):
                if k == 1:
                    number = v
                elif k == 3:
                    address = v
                elif k == 4:
                    of = {a: b for a, b, _ in protobuf.fields(v)}
                    lines.append((*functions[of[1]], of.get(2, 0)))
            locations[number] = (address, lines)
    for n, value, _ in message:
        if n == 2:
            stack, values, size = [], [], 0
            for k, v, _ in protobuf.fields(value):
                if k == 3:
                    label = {a: b for a, b, _ in protobuf.fields(v)}
                    size = label.get(3, 0) if strings[label[1]] == "bytes" else size
                into = stack if k == 1 else values if k == 2 else []
                into += numbers(v)
            found.append((values, [locations[i] for i in stack], size))
    return found


def numbers(value):
    if isinstance(value, int):
        return [value]
    at, found = 0, []
    while at < len(value):
        n, at = protobuf.read_varint(value, at)
        found.append(n)
    return found


def by_site(path, code, module):
    """{(file, line): [Item of a Call]}, of the sites in the module."""
    sums, places, sizes = collections.defaultdict(lambda: [0] * 4), {}, collections.defaultdict(set)
    for values, stack, size in samples(path):
        place = next((s for s in stack if s[1] and not golang.is_runtime(s[1][-1][1])), None)
        if place and place[1][-1][1].startswith(module):
            places[place[0]] = place[1]
            sums[place[0]] = [a + b for a, b in zip(sums[place[0]], values)]
            if values[0]:
                sizes[place[0]].add(size)
    found = collections.defaultdict(list)
    for address, values in sums.items():
        *inlined, (_, file, line) = places[address]
        found[file, line].append(Item(tuple(x[2] for x in inlined), tuple(values), frozenset(sizes[address]),
                                      code.call(address)._replace(place=address)))
    return found


# --- what fits --------------------------------------------------------------------------------------

def verdicts(call, minor, claims):
    """The definite verdicts that the bytes of this call can have."""
    what, literal = family(call.callee), any("map[" in c or "{...}" in c for c in claims)
    closure = (call.type or "struct { F").startswith(("struct { F", "struct { .F"))
    return {"object": {C} | ({U} if closure else set()), "slice": {C, X} if minor >= 25 else {C},
            "grow": {C, X} if minor >= 25 else {U}, "move": {C}, "map": {C, X},
            "assign": {U, C, X} if literal else {U}, "silent": {U},
            "box": {C, X} if call.callee in ("runtime.convT", "runtime.convTnoptr") else {C},
            "concat": {C, X, U}, "string": {C, X}}[what]


def is_constant(text):
    return re.match(r'(".*"|-?[\d.]+(e\+?\d+)?|true|false|nil|\'.*\')$', text) is not None


def can_own(text, call, minor):
    """Whether a claim of this text can stand for the call: None, or why it cannot."""
    what, callee = family(call.callee), call.callee.removeprefix("runtime.")
    moved = text.startswith("moved to heap: ")
    expression = re.sub(r" (escapes to heap|does not escape).*", "", text.removeprefix("moved to heap: "))
    if moved:
        fits = what == "object"
    elif expression == "... argument":
        fits = what == "object" and is_array(call.type)
    elif expression == "append":
        fits = what in ("grow", "move")
    elif expression.startswith("make(map["):
        fits = what == "map"
    elif expression.startswith("make(["):
        fits = what == "slice" or callee == "convTslice" or what == "object" and is_array(call.type)
    elif expression.startswith("make("):
        fits = what in ("slice", "object", "map") or callee == "convTslice"
    elif expression.startswith("map[") and expression.endswith("}"):
        fits = what == "map" or what == "assign" and expression.endswith("{...}")
    elif expression.startswith(("new(", "&")):
        fits = what == "object" and named(expression, call.type)
    elif expression.startswith("func literal"):
        fits = what == "object" and (call.type is None or call.type.startswith(("struct { F", "struct { .F")))
    elif re.match(r"\[\].*\{\.\.\.\}$", expression):
        fits = what == "object" and is_array(call.type) or callee == "convTslice"
    elif is_constant(expression):
        fits = what in ("object", "box") and not (expression.startswith('"') and callee in ("convT16", "convT32", "convT64"))
    elif expression.startswith(("([]byte)(", "([]rune)(")):
        fits = what in ("string", "object", "concat") or callee == "convTslice"
    elif expression.startswith("string("):
        fits = what == "string" or what == "concat" and " + " in expression or callee == "convTstring"
    elif expression.endswith(("{...}", "{}")):
        fits = (what in ("object", "box", "map") and named("&" + expression, call.type) or
                what == "assign" and expression.endswith("{...}"))
    elif " + " in expression:
        fits = what in ("concat", "box", "object")
    else:
        fits = what in ("box", "object", "slice")
    return None if fits else f"{text!r} cannot be of {call.callee} {call.type or ''}"


def is_array(type_name):
    """Or it is not known."""
    return type_name is None or type_name.startswith("[")


def named(expression, type_name):
    """Whether &T{…} or new(T) makes such an object: only of plain names it is known."""
    wanted = re.match(r"(?:new\(|&)([\w.]+)(?:\)|\{)", expression)
    if not wanted or not type_name or not re.match(r"[\w.]+$", type_name):
        return True
    name = wanted[1].split(".")[-1]
    return ALIASES.get(name, name) == type_name.split(".")[-1]


def complaints(finding, call, minor, file):
    """(kind, words) for what of a finding does not fit the call."""
    if not call.callee.startswith("runtime.") or call.callee.startswith(NO_ALLOCATORS):
        return
    # Of mallocgcSmallNoScanSC5 and its like the family is shown.
    if file and re.sub(r"SC\d+$", "", finding["allocator"] or "") != re.sub(r"SC\d+$", "", call.callee):
        yield "callee", f"{finding['allocator']}, the program calls {call.callee}"
    if file and call.type and finding["type"] and short(finding["type"]) != call.type:
        yield "type", f"{finding['type']}, the compiler says {call.type}"
    texts = [c["text"] for c in finding["claims"]]
    if finding["verdict"] in (C, X, U) and finding["verdict"] not in verdicts(call, minor, texts):
        yield "fit", f"{finding['verdict']} of {call.callee} {call.type or ''}"
    # Without the file the claims are candidates: one of them is, where the verdict is sure.
    wrong = [can_own(c["text"], call, minor) for c in finding["claims"] if c["owner"] or not file]
    if any(wrong) if file else wrong and finding["verdict"] in (C, X) and all(wrong):
        yield "owner", "; ".join(filter(None, wrong))
