"""What mutate.py mutates, what it always tries, and what it cannot tell from the original."""

# Where the rules are.
FILES = ["src/join/*.c", "src/verdict/*.c", "src/sites/*.c", "src/go/expression_kind.h", "src/go/callee.[ch]", "src/go/size_class.c",
         "src/go/expression_text.c", "src/claims/same_text.c", "src/claims/enclosing.c", "src/diag/expression.c",
         "src/diag/link.c", "src/diag/parameters.c"]

# Tests by name, of which one has to fail. The generator of programs is one of them where it is there.
TESTS = (r"unit\.(verdict.*|sites.*|join.*|claims.*|go.*|call_recorded|diag(_forms|_kinds|_model|_odd)?|call"
         r"|report_audit|model_.*|text_mapping)"
         r"|corpus\.(truth|chains|filtered|mismatch|json|services|verdicts|rules|cases|strict|literals|census|odd)|live\.generate"
         r"|cli\.(audit-.*|profile-.*|json-(audit|shop|claims).*|text-.*|records-audit.*|notes|bundle-audit|owners-.*"
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
    ("src/sites/where_init.c", 'hw_str_starts(name, HW_STR("/")) || false ||', "no import path ends with a folder of ../"),
    ("src/diag/parameters.c", "while (log < 39 &&", "how many bits a filter has, which lets nothing through wrongly"),
    ("src/diag/parameters.c", "uint64_t differ = 1;", "one more pass of a sort that keeps what is in order"),
    ("src/go/expression_kind.h", "(NEVER, 0, 13)", "what allocates nothing does so in each release"),
    ("src/go/expression_text.c", "while (plain < s.n || plain - start < SHOWN", "a shortcut; what it does not find the loop below finds"),
    ("src/sites/build_identity.c", "side program = {c->program->settings, false, {0}};",
     "only the side of the diagnostics is asked whether it is that of a program"),
    *(("src/go/expression_kind.h", f'X({rule}, "~', "words of docs/join.md, to which tests/lint holds them")
      for rule in ("NEVER", "ANY", "ONE", "MAYBE_ONE", "CONSTANT", "OVERFLOWS", "CONVERTED", "LARGE", "HUGE", "MAP")),
    ("src/go/callee.c", "enum { UNKNOWN_SINCE = 21 };", "no function went away with Go 1.20"),
    ("src/go/callee.h", '", "~', "what is allocated, or why no type is known, in words that only people read"),
    ("src/join/spent.c", "return certain && true && !of->silent",
     "the sites of a place have one callee or none, and remove_claim leaves those that have one"),
    ("src/join/join.c", "bool by_chain = true;", "it is set before it is read: a claim that owns nothing is left before"),
    ("src/verdict/physical.c", "is_inlined(r, d->plain, 0, 1)", "no call stands in the file 0: the line is not compared"),
    ("src/verdict/physical.c", "if (true && is_inlined(r, outer,", "no call is one of HW_NONE"),
    ("src/verdict/physical.c", "outer) && true && (name.p[0]", "functions of one name are no closures: is_subject comes first"),
    ("src/verdict/cause.c", "call->type_size >= 1 &&", "what has no size allocates nothing"),
    ("src/join/own.c", "TMPBUF = 3", "said for who reads it; OVERFLOW is the class above it"),
    *(("src/sites/stats.c", words, "both series have the same value there")
      for words in ("if (x <= a + 1)", "if (x < a + 2)", "if (x < a + 0)")),
    ("src/sites/stats.c", "tiny = 1e-", "any number that is nearly 0"),
    ("src/sites/stats.c", "c = 2 / tiny", "any number that is nearly infinite"),
    ("src/sites/stats.c", "(fabs(d) <= tiny", "no number of the fraction is as small"),
    ("src/sites/stats.c", "(fabs(c) <= tiny", "no number of the fraction is as small"),
    ("src/sites/stats.c", "enum { STEPS = ", "all end earlier"),
    ("src/sites/stats.c", "if (fabs(step - 1) <= eps)", "no step of a continued fraction is off by exactly that"),
    *(("src/sites/stats.c", f"if (fabs(step - {n}) < eps)", "further steps of the fraction change nothing, and take time")
      for n in (0, 2)),
    ("src/sites/stats.c", "Z975 = 1.95996398454005", "another last digit"),
    ("src/sites/stats.c", "exact_below = ", "both ways are exact to 1e-6 there"),
    ("src/sites/stats.c", "(shape > exact_below)", "both ways are exact to 1e-6 there"),
    *(("src/sites/stats.c", words, "the probabilities are 0.025 and 0.975")
      for words in ("p <= 0.5", "p < 0.6", "p < 0.4")),
    *(("src/sites/stats.c", words, "Newton's steps come to the same from elsewhere")
      for words in ("if (shape <= 2 &&", "if (shape < 3 &&", "if (shape < 1 &&", "if (shape < 2 && true)",
                    "if (shape < 2 && p < 1.5)")),
    ("src/sites/stats.c", "(fabs(step) < 1e-9 * x)", "no step has exactly that length"),
    *(("src/sites/stats.c", f"(fabs(step) <= 1e-{n} * x)", "behind such a step all digits are right")
      for n in (8, 10)),
    ("src/sites/stats.c", "if (!(x >= 0))", "0 is rounded to 0"),
    ("src/sites/stats.c", "return x > 9.2e18 ?", "no value is exactly that"),
    ("src/sites/stats.c", "raw = 0, largest = 1;", "no sample stands for less than 1 byte"),
    ("src/sites/stats.c", "largest = weight >= largest", "it is the same number then"),
    *(("src/sites/stats.c", f"if (raw {words}", "a sum of whole numbers")
      for words in ("<= 0.5", "< 0.6", "< 0.4")),
]
