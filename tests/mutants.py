"""What mutate.py mutates, what it always tries, and what it cannot tell from the original."""

# Where the rules are.
FILES = ["src/verdict/*.c", "src/sites/*.c", "src/go/expression_kind.h", "src/go/callee.[ch]", "src/go/size_class.c",
         "src/go/expression_text.c", "src/claims/same_text.c", "src/claims/enclosing.c", "src/diag/expression.c",
         "src/diag/link.c", "src/diag/parameters.c"]

# Tests by name, of which one has to fail. The generator of programs is one of them where it is there.
TESTS = (r"unit\.(verdict|sites|claims|go|diag(_forms|_grammar|_model|_odd|_text)?$|call$|report_audit|model_owner).*"
         r"|corpus\..*|live\.generate"
         r"|cli\.(?!bad-|census|help|output|record|unknown|option|version|no-|generate|interrupted|stdin|slow)[a-z].*")

# Always tried: (file, what the line that the mutant makes holds).
NAMED = [
    ("src/verdict/call_rules.c", "return copies < heap;"),
]

# Not tried: (file, what the line that the mutant makes holds, why nothing can tell it from the original).
EQUIVALENTS = [
]
