#include "diag/log_notes.h"

#include "base/mem.h"

static uint64_t count_of(const hw_claims *set, hw_message_class class)
{
    uint64_t n = 0;
    for (unsigned form = 0; form < HW_POS_FORMS; form++)
        n += set->by_class[class][form];
    return n;
}

static uint64_t count_role(const hw_claims *set, hw_role role)
{
    uint64_t n = 0;
    for (unsigned s = 0; s < HW_CLASS_COUNT; s++)
        if (hw_message_class_role((hw_message_class)s) == role)
            n += count_of(set, (hw_message_class)s);
    return n;
}

typedef struct log_kind {
    const hw_claims *set;
    uint64_t heap, stack, leaks, heads, steps, decls, inlined, headers, others;
} log_kind;

static log_kind kind_of_log(const hw_claims *set)
{
    return (log_kind){
        .set = set,
        .heap = count_role(set, HW_ROLE_HEAP),
        .stack = count_role(set, HW_ROLE_STACK),
        .leaks = count_role(set, HW_ROLE_PARAM),
        .heads = count_role(set, HW_ROLE_HEAD) + count_role(set, HW_ROLE_LEAK),
        .steps = count_role(set, HW_ROLE_STEP),
        .decls = count_role(set, HW_ROLE_DECL),
        .inlined = count_role(set, HW_ROLE_INLINE),
        .headers = count_role(set, HW_ROLE_BLOCK),
        .others = count_role(set, HW_ROLE_NOT_COMPILER) - count_of(set, HW_CLASS_BLANK) -
                  count_of(set, HW_CLASS_ASSEMBLY), /* a listing was asked for */
    };
}

#define PLURAL(n) ((n) == 1 ? "" : "s")
#define NOTE(set, id, n, ...)                                                                      \
    hw_note_add(&(set)->notes, (set)->strings, HW_NOTE_##id, (n), __VA_ARGS__)

static HW_MEM note_text(hw_claims *set, const log_kind *k)
{
    uint64_t unknown = count_of(set, HW_CLASS_NOT_UNDERSTOOD);
    hw_mem ok = HW_MEM_OK;
    if (unknown && set->not_understood.len) {
        const hw_line_ref *first = &set->not_understood.at[0];
        hw_str input = set->inputs.at[first->input].name;
        ok = NOTE(set, NOT_UNDERSTOOD, unknown,
                  "%llu line%s not understood, the first is %.*s:%llu; claims --not-understood "
                  "lists them",
                  (unsigned long long)unknown, unknown == 1 ? " is" : "s are",
                  HW_STR_ARG(hw_str_sub(input, 0, 200)), (unsigned long long)first->line);
    }
    if (ok && k->others + set->prefixed)
        ok = NOTE(set, MIXED_OUTPUT, k->others + set->prefixed,
                  "the log holds more than diagnostics (%llu line%s of other programs, %llu behind "
                  "time stamps or the like); they are left out",
                  (unsigned long long)k->others, PLURAL(k->others),
                  (unsigned long long)set->prefixed);
    uint64_t errors = count_of(set, HW_CLASS_BUILD_ERROR);
    if (ok && errors)
        ok = NOTE(set, COMPILE_ERRORS, errors,
                  "the build had errors (%llu line%s), so packages or functions may be missing "
                  "from the claims",
                  (unsigned long long)errors, PLURAL(errors));
    return ok;
}

/* Diagnostics inside of JSON strings. */
static HW_MEM note_wrapped(hw_claims *set)
{
    hw_mem ok = HW_MEM_OK;
    if (set->wrapped) {
        hw_str in = hw_strings_get(set->strings, set->wrapped_in);
        ok =
            NOTE(set, WRAPPED, set->wrapped,
                 "%llu JSON object%s hold%s diagnostics in \"%.*s\"; they were unescaped, and line "
                 "numbers are those of the objects",
                 (unsigned long long)set->wrapped, PLURAL(set->wrapped),
                 set->wrapped == 1 ? "s" : "", HW_STR_ARG(hw_str_sub(in, 0, 100)));
    }
    if (ok && set->invalid_json) {
        hw_str input = hw_strings_get(set->strings, set->invalid_json_in);
        ok = NOTE(
            set, INVALID_JSON, set->invalid_json,
            "%llu line%s as a JSON object and %s none, the first is %.*s:%llu; what %s held is "
            "lost",
            (unsigned long long)set->invalid_json, set->invalid_json == 1 ? " begins" : "s begin",
            set->invalid_json == 1 ? "is" : "are", HW_STR_ARG(hw_str_sub(input, 0, 200)),
            (unsigned long long)set->invalid_json_line, set->invalid_json == 1 ? "it" : "they");
    }
    return ok;
}

static HW_MEM note_filtered(hw_claims *set, const log_kind *k)
{
    hw_mem ok = HW_MEM_OK;
    if (k->heap + k->stack == 0)
        return NOTE(set, NO_CLAIMS, 0,
                    "no line says what escapes, so no verdict is possible; build with "
                    "-gcflags=-m=2 and keep its standard error");
    if (k->headers == 0)
        ok = NOTE(set, NO_HEADERS, 0,
                  "the log has no '# package' lines (it was filtered, or printed by the compiler "
                  "alone), so claims are told apart by file and line only");
    if (ok && k->inlined == 0 && k->decls == 0)
        ok = NOTE(set, NO_INLINING, 0, "%s",
                  k->leaks ? "no line speaks of inlining: the log is of a build with inlining off "
                             "(-l, -N), which is not the build of a profile that has inlined calls"
                           : "no line speaks of inlining: the log was filtered, so claims of "
                             "inlined functions cannot be told from others on their line");
    else if (ok && k->inlined == 0)
        ok = NOTE(set, NO_INLINING, 0,
                  "the log has no 'inlining call to' lines, so claims of inlined functions cannot "
                  "be told from others on their line");
    if (ok && k->heap && k->heads == 0 && k->steps == 0)
        ok = NOTE(set, NO_FLOWS, 0,
                  "the log was made with -m, not -m=2: it does not say why values escape, and "
                  "closures of go and defer statements are missing");
    if (ok && set->orphan_steps)
        ok = NOTE(set, ORPHAN_STEPS, set->orphan_steps,
                  "%llu line%s of an explanation whose first line is not there: the log was "
                  "filtered, or several were printed into one; %s left out",
                  (unsigned long long)set->orphan_steps, set->orphan_steps == 1 ? " is" : "s are",
                  set->orphan_steps == 1 ? "it is" : "they are");
    return ok;
}

static bool is_test_variant(const hw_claims *set, const hw_block *b)
{
    return b->variant && hw_str_ends(hw_strings_get(set->strings, b->variant), HW_STR(".test"));
}

/* Main packages: the runtime declares a `main` too; test binaries have one each. */
static uint64_t count_mains(const hw_claims *set, hw_sid runtime)
{
    uint64_t n = 0;
    hw_sid last = HW_NONE;
    for (size_t i = 0; i < set->blocks.len; i++) {
        const hw_block *b = &set->blocks.at[i];
        if (!b->declares_main || b->package == runtime || b->package == last)
            continue;
        last = b->package;
        n++;
    }
    return n;
}

static HW_MEM note_blocks(hw_claims *set)
{
    hw_sid arguments = hw_strings_find(set->strings, HW_STR("command-line-arguments"));
    uint64_t unnamed = 0, variants = 0;
    uint64_t mains = count_mains(set, hw_strings_find(set->strings, HW_STR("runtime")));
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; i < set->blocks.len; i++) {
        const hw_block *b = &set->blocks.at[i];
        unnamed += b->package == arguments;
        variants += is_test_variant(set, b);
    }
    if (unnamed)
        ok = NOTE(set, COMMAND_LINE_ARGUMENTS, unnamed,
                  "files were named on the command line of the build, so their package is taken "
                  "for main");
    if (ok && variants)
        ok = NOTE(set, TEST_VARIANTS, variants,
                  "%llu package%s compiled for tests (# p [p.test]); their claims count for "
                  "profiles of the test binary",
                  (unsigned long long)variants, variants == 1 ? " was" : "s were");
    if (ok && mains > 1)
        ok = NOTE(set, SEVERAL_MAINS, mains,
                  "%llu packages declare main, and names in a profile do not tell which one it "
                  "is; use the log of the profiled command alone",
                  (unsigned long long)mains);
    if (ok && set->same_blocks + set->same_claims)
        ok = NOTE(set, DUPLICATE_BLOCKS, set->same_blocks,
                  "packages were printed more than once: %llu block%s and %llu more claim%s that "
                  "say the same count once",
                  (unsigned long long)set->same_blocks, PLURAL(set->same_blocks),
                  (unsigned long long)set->same_claims, PLURAL(set->same_claims));
    return ok;
}

HW_MEM hw_log_notes(hw_claims *set)
{
    log_kind k = kind_of_log(set);
    return note_text(set, &k) && note_wrapped(set) && note_filtered(set, &k) && note_blocks(set);
}
