"""Which functions say "false" for want of memory, though hw_mem is there to say it."""
import re

import house

# What fails for want of memory and for nothing else. The macros of base/vec are no prototypes.
MACROS = {"hw_vec_room", "hw_vec_push", "hw_vec_add", "hw_vec_reach", "hw_mem_of"}
ALLOCATORS = {"hw_mem_alloc", "hw_mem_zero", "hw_mem_resize", "hw_arena_alloc", "hw_arena_zero", "hw_arena_str",
              "hw_arena_cstr", "hw_buf_cstr"}
BUFFERS = {"hw_buf_add", "hw_buf_str", "hw_buf_room", "hw_buf_printf"}
DECLARED = r"^(?:static |inline )*{}[ ]*(?P<name>\w+)\("


def comment_before(code, at):
    """The comment that ends right in front of a declaration, or ""."""
    head = code[:at].rstrip()
    return head[head.rindex("/*"):] if head.endswith("*/") and "/*" in head else ""


def functions(code, kind):
    """(name, offset, body) of each function of that type which a file defines; comments are blanked."""
    for match in re.finditer(DECLARED.format(kind), code, re.M):
        stop = re.compile(r"[;{]").search(code, match.end())
        end = code.find("\n}", match.end())
        if stop and stop.group(0) == "{" and end >= 0:
            yield match.group("name"), match.start(), code[stop.start():end]


def operands(expression):
    """What && and || hold together, outermost parentheses and "!" taken off."""
    expression = expression.strip()
    while True:
        inner = re.fullmatch(r"!?\s*\((.*)\)", expression, re.S)
        if not inner or not balanced(inner.group(1)):
            break
        expression = inner.group(1).strip()
    depth, start, parts = 0, 0, []
    for i, c in enumerate(expression):
        depth += (c in "([{") - (c in ")]}")
        if depth == 0 and expression[i:i + 2] in ("&&", "||"):
            parts.append(expression[start:i])
            start = i + 2
    parts.append(expression[start:])
    if len(parts) == 1:
        return [expression]
    return [o for part in parts for o in operands(part)]


def balanced(text):
    depth = 0
    for c in text:
        depth += (c == "(") - (c == ")")
        if depth < 0:
            return False
    return depth == 0


def condition_before(code, at):
    """What the last `if` or `while` in front of a statement asks."""
    heads = list(re.finditer(r"\b(?:if|while) \(", code[:at]))
    if not heads:
        return "true"
    start = end = heads[-1].end()
    depth = 1
    while depth and end < at:
        depth += (code[end] == "(") - (code[end] == ")")
        end += 1
    return code[start:end - 1]


class Body:
    """One function's body, asked what its answers depend on."""

    def __init__(self, body, known):
        self.body, self.known = body, known
        allocated = rf"\b([\w.>\-\[\]]+?)\s*=\s*[^;=]*?\b(?:{'|'.join(ALLOCATORS)})\("
        self.allocated = {m.group(1) for m in re.finditer(allocated, body)}

    def is_memory(self, operand, seen=()):
        operand = re.sub(r"\s*[!=]= NULL$", "", operand.strip().lstrip("!").strip())
        operand = re.sub(r"^[\w.>\[\]-]+\s*=(?!=)\s*", "", operand)
        if "," in operand and operand.endswith("true"):
            return True
        call = re.match(r"(\w+)\s*\(", operand)
        if call and call.group(1) in self.known | MACROS | ALLOCATORS | BUFFERS:
            return True
        name = re.sub(r"\.p$", "", operand)
        if name in self.allocated or operand in self.allocated:
            return True
        return operand not in seen and self.is_flag(operand, seen)

    def is_flag(self, name, seen):
        """A local bool that says whether there was memory."""
        if not re.fullmatch(r"\w+", name) or not re.search(rf"\bbool\b[^;(]*\b{name}\b", self.body):
            return False
        assigned = re.findall(rf"\b{name}\s*&?=(?!=)\s*([^;]*)", self.body)
        return any(self.is_memory(o, (*seen, name)) for a in assigned for o in operands(a))

    def speaks_of_memory(self):
        """Whether a false of it may mean that there was no memory."""
        for match in re.finditer(r"\breturn\b([^;]*);", self.body):
            value = match.group(1).strip()
            if value == "false":
                value = condition_before(self.body, match.start())
            if any(self.is_memory(o) for o in operands(value)):
                return True
        return False


def misused(codes):
    """(path, line, what is wrong) of {path: text}."""
    blank = {path: house.without_comments(code) for path, code in codes.items()}
    known = set(MACROS)
    for code in blank.values():
        known |= {m.group("name") for m in re.finditer(DECLARED.format("HW_MEM"), code, re.M)}
    for path, code in codes.items():
        for match in re.finditer(DECLARED.format("bool"), code, re.M):
            if "out of memory" in comment_before(code, match.start()):
                yield path, line(code, match.start()), f"{match.group('name')} is a bool and speaks of memory"
        for match in re.finditer(DECLARED.format("hw_mem"), blank[path], re.M):
            yield path, line(blank[path], match.start()), f"{match.group('name')} is to return HW_MEM"
    found, grown = {}, True
    while grown:
        grown = False
        for path, code in blank.items():
            for name, at, body in functions(code, "bool"):
                if (path, name) not in found and Body(body, known).speaks_of_memory():
                    found[path, name] = at
                    known.add(name)
                    grown = True
    for (path, name), at in found.items():
        yield path, line(blank[path], at), f"{name} is false for want of memory: HW_MEM"


def line(code, at):
    return code[:at].count("\n") + 1
