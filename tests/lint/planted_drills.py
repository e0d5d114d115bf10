"""The changes that drills.py plants: new files, edits, and commands that show them at work."""

FORMAT = {
    "new": {
        "src/export/claims_names.h": """#ifndef HW_EXPORT_CLAIMS_NAMES_H
#define HW_EXPORT_CLAIMS_NAMES_H

#include "model/writer.h"

extern const hw_claims_writer hw_claims_writer_names;

#endif
""",
        "src/export/claims_names.c": """#include "export/claims_names.h"

#include "base/out.h"
#include "claims/claims_walk.h"

typedef struct names {
    hw_out out;
    const hw_claims *claims;
} names;

static bool name(void *ctx, const hw_claim *c)
{
    names *n = ctx;
    hw_str text = hw_claim_expr(n->claims, c);
    hw_out_put(&n->out, text.p, text.n);
    hw_out_put(&n->out, "\\n", 1);
    return n->out.status == HW_OK;
}

static hw_status write(const hw_summary *s, const hw_report_options *o, const hw_byte_sink *to,
                       hw_error *err)
{
    names n = {.claims = s->claims};
    (void)o;
    hw_out_init(&n.out, to, err);
    hw_claims_walk(s, name, &n);
    return hw_out_flush(&n.out);
}

const hw_claims_writer hw_claims_writer_names = {"names", "the expressions", write};
""",
    },
    "edits": [
        ("src/session/formats.c", '#include "export/claims_json.h"\n',
         '#include "export/claims_json.h"\n#include "export/claims_names.h"\n'),
        ("src/session/formats.c", "&hw_claims_writer_csv,", "&hw_claims_writer_csv, &hw_claims_writer_names,"),
        ("src/cli/command_claims.c", "json, csv or editor", "json, csv, names or editor"),
        ("src/cli/setters.c", "of claims also csv or editor", "of claims also csv, names or editor"),
    ],
    "shows": [
        ("printf '# p\\n./a.go:1:2: &T{...} escapes to heap\\n' | heapwitness claims --format=names -", "&T{...}"),
        ("heapwitness version", "claims formats: text json csv names editor"),
        ("heapwitness help claims", "names or editor"),
        ("heapwitness claims --format=xml x", "names or editor"),
    ],
}

SUBCOMMAND = {
    "new": {
        "src/cli/command_notes.h": """#ifndef HW_CLI_COMMAND_NOTES_H
#define HW_CLI_COMMAND_NOTES_H

#include "cli/command.h"

extern const hw_command hw_command_notes;

#endif
""",
        "src/cli/command_notes.c": """#include "cli/command_notes.h"

#include "base/error.h"
#include "cli/job.h"
#include "cli/shared_options.h"
#include "session/inputs.h"

static hw_status check(const hw_args *a, hw_error *err)
{
    return hw_check_stdin(a, err);
}

static hw_status work(hw_session *s, const hw_args *a, const hw_showing *show, hw_error *err)
{
    for (size_t i = 0; i < a->inputs.len; i++)
        HW_TRY(hw_add_claims(s, a->inputs.at[i], err));
    HW_TRY(hw_session_finish_claims(s, err));
    for (size_t i = 0; i < s->claims.notes.list.len; i++) {
        hw_str name = hw_str_of(hw_note_rows[s->claims.notes.list.at[i].id].name);
        HW_TRY(show->to->write(show->to->ctx, name.p, name.n, err));
        HW_TRY(show->to->write(show->to->ctx, "\\n", 1, err));
    }
    return HW_OK;
}

static hw_exit judge(const hw_session *s, const hw_args *a)
{
    return hw_incomplete(a, &s->claims.notes) ? HW_EXIT_INCOMPLETE : HW_EXIT_OK;
}

static hw_exit run(const hw_invocation *in)
{
    static const hw_job job = {check, work, judge};
    return hw_job_run(in, &job);
}

static const hw_option options[] = {HW_OPTION_STRICT("exit with 4 when there are some"),
                                    HW_OPTION_OUTPUT, HW_OPTIONS_READER};

const hw_command hw_command_notes = {
    .name = "notes",
    .operands = "LOG...",
    .summary = "what limits the answers that a log can give",
    .text = "The names of its notes.\\n",
    .options = {HW_OPTION_ROWS(options)},
    .exits = HW_ENDS_RESULT,
    .run = run,
};
""",
    },
    "edits": [
        ("src/cli/command_table.c", '#include "cli/command_help.h"\n',
         '#include "cli/command_help.h"\n#include "cli/command_notes.h"\n'),
        ("src/cli/command_table.c", "&hw_command_help,", "&hw_command_notes, &hw_command_help,"),
    ],
    "shows": [
        ("printf 'a.go:1:2: x escapes to heap\\n' | heapwitness notes -", "no-headers"),
        ("heapwitness help", "notes     what limits the answers"),
        ("heapwitness help notes", "4  a result that is not complete"),
        ("heapwitness note", "did you mean notes?"),
    ],
}

OPTION = {
    "edits": [
        ("src/cli/args.h", "    uint64_t nodecount;\n", "    uint64_t nodecount;\n    uint64_t least;\n"),
        ("src/cli/command_audit.c", "    HW_OPTION_JOBS,\n",
         '    {.name = "least", .arg = "N", .help = "refuse an audit of fewer than N sites",\n'
         "     .group = HW_GROUP_SHOW, .set = hw_set_count, .field = HW_FIELD(least)},\n    HW_OPTION_JOBS,\n"),
        ("src/cli/command_audit.c", "    HW_TRY(hw_analyse(s, err));\n",
         "    HW_TRY(hw_analyse(s, err));\n    if (s->audit.findings.len < a->least)\n"
         '        return hw_fail(err, HW_FORMAT, HW_STR("audit"), "has few sites");\n'),
    ],
    "shows": [
        ("heapwitness help audit", "--least=N"),
        ("heapwitness audit --least=100000 profiles/shop/heap-after.pb.gz", "audit: has few sites"),
    ],
}

CAUSE = {
    "edits": [
        ("src/model/finding.h",
         '    X(CGO_STRING, 128, "cgo-string", "note", "C.GoString and C.GoBytes copy, without a claim")',
         '    X(CGO_STRING, 128, "cgo-string", "note", "C.GoString and C.GoBytes copy, without a claim") \\\n'
         '    X(POINTED_AT, 129, "pointed-at", "note", "its address leaves the function")'),
        ("src/go/expression_kind.h",
         "    X(NEW, \"new\", HW_TRAIT_TYPE,                                                                   \\\n"
         "      (ONE, HW_BY_AN_OBJECT, 0), (NEVER, 0, 0), (0, 0),                                            \\\n"
         "      (HONEST, UNKNOWN, UNKNOWN))",
         "    X(NEW, \"new\", HW_TRAIT_TYPE,                                                                   \\\n"
         "      (ONE, HW_BY_AN_OBJECT, 0), (NEVER, 0, 0), (0, 0),                                            \\\n"
         "      (POINTED_AT, UNKNOWN, UNKNOWN))"),
    ],
    "shows": [
        ("heapwitness audit profiles/shop/heap-after.pb.gz -c profiles/shop/escape.own.m2.log.gz -n 0",
         "cause: pointed-at (HW129): its address leaves the function"),
        ("heapwitness audit profiles/shop/heap-after.pb.gz -c profiles/shop/escape.own.m2.log.gz -f json -n 0",
         '"id": "HW129"'),
    ],
}

KIND = {
    "edits": [
        ("src/go/expression_kind.h",
         '    X(CONSTANT, "constant", HW_TRAIT_CALL, ',
         '    X(ADDRESS, "address", HW_TRAIT_TYPE,                                                           \\\n'
         "      (ONE, HW_BY_AN_OBJECT, 0), (NEVER, 0, 0), (0, 0), (HONEST, UNKNOWN, UNKNOWN))                \\\n"
         '    X(CONSTANT, "constant", HW_TRAIT_CALL, '),
        ("src/diag/expression.c", "        return HW_KIND_NEW;\n    }\n    if (is_literal(e))",
         "        return HW_KIND_ADDRESS;\n    }\n    if (is_literal(e))"),
    ],
    "shows": [
        ("printf '# p\\n./a.go:1:2: &T{...} escapes to heap\\n' | heapwitness claims -f csv -", ",address,"),
        ("printf '# p\\n./a.go:1:2: &T{...} escapes to heap\\n' | heapwitness claims -f json -", '"address": {'),
    ],
}

CLASS = {
    "edits": [
        ("src/model/message_class.h", '    X(BLOOP_KEEP, "bloop.keep", OTHER, COUNT, "", USUAL, 26, 0) ',
         '    X(PRAISE, "praise", OTHER, COUNT, "", USUAL, 27, 0)                                            \\\n'
         '    X(BLOOP_KEEP, "bloop.keep", OTHER, COUNT, "", USUAL, 26, 0) '),
        ("src/message/message.c", '    ROW(BOUNDS, "index bounds check elided", "", exact) ',
         '    ROW(PRAISE, "this function is well written", "", exact)                                        \\\n'
         '    ROW(BOUNDS, "index bounds check elided", "", exact) '),
    ],
    "shows": [
        ("printf '# p\\n./a.go:1:2: this function is well written\\n' | heapwitness claims -f json -", '"praise": 1'),
        ("printf '# p\\n./a.go:1:2: this function is well written\\n' | heapwitness claims -f json -", '"not_understood": 0'),
    ],
}

SOURCE = {
    "new": {
        "src/intake/kept.h": """#ifndef HW_INTAKE_KEPT_H
#define HW_INTAKE_KEPT_H

#include "intake/source.h"

extern const hw_source hw_source_kept;

#endif
""",
        "src/intake/kept.c": """#include "intake/kept.h"

#include "base/buf.h"
#include "intake/file.h"

static bool is_kept(hw_str locator, bool profile)
{
    (void)profile;
    return hw_str_starts(locator, HW_STR("kept:"));
}

static hw_status open_kept(hw_str locator, hw_str name, int *ret, bool *directory, hw_error *err)
{
    return hw_file_open(hw_str_from(locator, 5), name, ret, directory, err);
}

const hw_source hw_source_kept = {.forms = "kept:path", .recognises = is_kept, .open = open_kept};
""",
    },
    "edits": [
        ("src/intake/sources.c", '#include "intake/http.h"\n',
         '#include "intake/http.h"\n#include "intake/kept.h"\n'),
        ("src/intake/sources.c", "    &hw_source_file,\n", "    &hw_source_kept,\n    &hw_source_file,\n"),
    ],
    "shows": [
        ("heapwitness audit kept:profiles/shop/heap-after.pb.gz", "shop.bin"),
        ("heapwitness claims kept:profiles/shop/escape.own.m2.log.gz", "64427 lines"),
        ("heapwitness audit kept:nowhere", "nowhere: cannot be opened"),
    ],
}

DRILLS = {"cause": CAUSE, "format": FORMAT, "subcommand": SUBCOMMAND, "kind": KIND, "class": CLASS,
          "source": SOURCE, "option": OPTION}
