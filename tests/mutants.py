"""What mutate.py mutates, what it always tries, and what it cannot tell from the original."""

# Where the rules are.
FILES = ["src/join/*.c", "src/verdict/*.c", "src/sites/*.c", "src/go/expression_kind.h", "src/go/callee.[ch]", "src/go/size_class.c",
         "src/go/expression_text.c", "src/claims/same_text.c", "src/claims/enclosing.c", "src/diag/expression.c",
         "src/diag/link.c", "src/diag/parameters.c"]

# Tests by name, of which one has to fail. The generator of programs is one of them where it is there.
TESTS = (r"unit\.(verdict.*|sites.*|join.*|claims.*|go.*|call_recorded|diag(_forms|_kinds|_model|_odd)?|call"
         r"|report_audit|model_.*|text_mapping)"
         r"|corpus\.(truth|chains|filtered|mismatch|json|services|verdicts|rules|cases|strict|literals|census|odd)|live\.generate"
         r"|cli\.(audit-.*|json-(audit|shop|claims).*|text-.*|records-audit.*|notes|bundle-audit|owners-.*"
         r"|claims-(shop|go1|odd|csv|bench).*|census-text)")

# Always tried: (file, what the line that the mutant makes holds).
NAMED = [
    ("src/join/call_rules.c", "return copies < heap;"),
    ("src/join/call_rules.c", "bool old = in->world.go.min <= 21;"),
    ("src/join/call_rules.c", 'HW_STR("~}")'),
    ("src/join/call_rules.c", "column = t->place.col < column ?"),
    ("src/join/call_rules.c", "if (t->place.col != 0)"),
    ("src/verdict/judge.c", "allocation.family != HW_FAMILY_CONCAT && found->silent & HW_SILENT_CONCAT"),
    ("src/verdict/judge.c", "allocation.family == HW_FAMILY_CONCAT || found->silent & HW_SILENT_CONCAT"),
    ("src/verdict/judge.c", "return found->silent || !found->accounted;"),
    ("src/verdict/judge.c", "return found->silent && true;"),
    ("src/verdict/judge_line.c", "if (!headers && true && may_be_map(set))"),
    ("src/verdict/judge_line.c", "if (set->found->matches == 0 || sites < capacity_of(set, headers))"),
    ("src/verdict/judge_line.c", "return capacity ? capacity : 2;"),
    ("src/join/join.c", "found->approximate = found->matches >= 0;"),
    ("src/join/join.c", "if (found->matches != 0 && s->where.name.init)"),
    ("src/join/join.c", "stack_buffer != HW_BUFFER_STACK && mine == 0"),
    ("src/join/join.c", "stack_buffer == HW_BUFFER_STACK && true"),
    ("src/join/map_entries.c", "if (first->function != function && type_fits("),
    ("src/join/map_entries.c", "if (true && type_fits("),
    ("src/join/map_entries.c", "EACH_MAX = 17,"),
    ("src/join/map_entries.c", "EACH_MAX = 15,"),
]

# Not tried: (file, what the line that the mutant makes holds, why nothing can tell it from the original).
EQUIVALENTS = [
    ("src/sites/build_identity.c", "side program = {c->program->settings, false, {0}};",
     "only the side of the diagnostics is asked whether it is that of a program"),
    *(("src/go/expression_kind.h", f'X({rule}, "~', "words of docs/join.md, to which tests/lint holds them")
      for rule in ("NEVER", "ANY", "ONE", "MAYBE_ONE", "CONSTANT", "OVERFLOWS", "CONVERTED", "LARGE", "HUGE", "MAP")),
    ("src/go/callee.c", "enum { UNKNOWN_SINCE = 21 };", "no function went away with Go 1.20"),
    ("src/go/callee.h", '", "~', "what is allocated, or why no type is known, in words that only people read"),
    ("src/join/spent.c", "return certain && true && !of->silent",
     "the sites of a place have one callee or none, and remove_claim leaves those that have one"),
    ("src/join/join.c", "bool by_chain = true;", "it is set before it is read: a claim that owns nothing is left before"),
    ("src/join/own.c", "TMPBUF = 3", "said for who reads it; OVERFLOW is the class above it"),
    ("src/sites/stats.c", "if (x <= a + 1)", "both series have the same value there"),
    ("src/sites/stats.c", "tiny = 1e-30", "any number that is nearly 0"),
    ("src/sites/stats.c", "if (fabs(step - 1) <= eps)", "no step of a continued fraction is off by exactly that"),
]
