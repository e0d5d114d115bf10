"""What mutate.py mutates, what it always tries, and what it cannot tell from the original."""

# Where the rules are.
FILES = ["src/join/*.c", "src/verdict/*.c", "src/sites/*.c", "src/go/expression_kind.h", "src/go/callee.[ch]", "src/go/size_class.c",
         "src/go/expression_text.c", "src/claims/same_text.c", "src/claims/enclosing.c", "src/diag/expression.c",
         "src/diag/link.c", "src/diag/parameters.c"]

# Tests by name, of which one has to fail. The generator of programs is one of them where it is there.
TESTS = (r"unit\.(join|verdict|sites|claims|go|diag(_forms|_grammar|_model|_odd|_text)?$|call$|report_audit|model_owner).*"
         r"|corpus\..*|live\.generate"
         r"|cli\.(?!bad-|census|help|output|record|unknown|option|version|no-|generate|interrupted|stdin|slow)[a-z].*")

# Always tried: (file, what the line that the mutant makes holds).
NAMED = [
    ("src/join/call_rules.c", "return copies < heap;"),
    ("src/join/call_rules.c", "in->world.go.min <= 21 && hw_str_ends("),
    ("src/join/call_rules.c", 'HW_STR("~}")'),
    ("src/join/call_rules.c", "column = t->place.col < column ?"),
    ("src/join/call_rules.c", "if (t->place.col != 0)"),
    ("src/verdict/judge.c", "allocation.family != HW_FAMILY_CONCAT && found->silent & HW_SILENT_CONCAT"),
    ("src/verdict/judge.c", "allocation.family == HW_FAMILY_CONCAT || found->silent & HW_SILENT_CONCAT"),
    ("src/verdict/judge.c", "return found->silent || !found->accounted;"),
    ("src/verdict/judge.c", "return found->silent && true;"),
    ("src/verdict/judge.c", "sites += true && includes(set, &of[k]);"),
    ("src/verdict/judge.c", "!always_claimed(&of[k]) || includes(set, &of[k])"),
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
]
