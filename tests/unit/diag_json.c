/* -json records: every code, every deviation, the files and positions that belong together, and
 * what becomes of records without a text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "diag_records.h"
#include "diag_text.h"
#include "records/json_files.h"
#include "records/json_read.h"
#include "records/json_string.h"

static void read_all(test_log *l, const char *a, const char *b)
{
    const char *texts[] = {a, b};
    test_log_read(l, texts, b ? 2 : 1);
}

/* The chain of claim `i` as "file:line:col …"; "none" where it is not inlined, "?" unknown. */
static void assert_chain(const test_log *l, size_t i, const char *want)
{
    const hw_chain_frame *f;
    size_t n;
    char text[1024] = "?";
    assert_true(i < l->claims.list.len);
    if (hw_claim_chain(&l->claims, &l->claims.list.at[i], &f, &n)) {
        snprintf(text, sizeof text, "%s", n ? "" : "none");
        for (size_t k = 0, at = 0; k < n; k++)
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%s:%u:%u", k ? " " : "",
                                   hw_strings_get(&l->strings, f[k].file).p, f[k].line, f[k].col);
    }
    assert_string_equal(text, want);
}

/* What Go's encoder writes is read at once, all else by json-c: the same comes out. */
static void strings_are_unescaped(void **state)
{
    (void)state;
    const struct {
        hw_str raw, text; /* with quotes around; without */
        bool valid;
    } rows[] = {
        {HW_STR("\"plain\""), HW_STR("plain"), true},
        {HW_STR("\"\""), HW_STR(""), true},
        {HW_STR("\"\\u0026T{...}\""), HW_STR("&T{...}"), true},
        {HW_STR("\"a \\u003c\\u003e b\\u003C\""), HW_STR("a <> b<"), true},
        {HW_STR("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), HW_STR("\"\\/\b\f\n\r\t"), true},
        {HW_STR("\"\\u001f\\u007f\""), HW_STR("\x1f\x7f"), true},
        {HW_STR("\"\\u0041\\u00e9\\u2028\""), HW_STR("A\xc3\xa9\xe2\x80\xa8"), true},
        {HW_STR("\"\\ud83d\\ude00\""), HW_STR("\xf0\x9f\x98\x80"), true},
        {HW_STR("\"\\u0026\\ud83d\\ude00\\n\""), HW_STR("&\xf0\x9f\x98\x80\n"), true},
        {HW_STR("\"x\\x\""), HW_STR(""), false},
        {HW_STR("\"\\u00\""), HW_STR(""), false},
        {HW_STR("\"\\u00g0\""), HW_STR(""), false},
        {HW_STR("\"\\u0026\0\""), HW_STR(""), false},
    };
    hw_json_strings strings = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_str text, raw = hw_str_sub(rows[i].raw, 1, rows[i].raw.n - 1);
        bool valid;
        assert_int_equal(hw_json_unescape(&strings, raw, &text, &valid, NULL), HW_OK);
        assert_int_equal(valid, rows[i].valid);
        if (valid && !hw_str_eq(text, rows[i].text))
            fail_msg("%zu: %.*s", i, HW_STR_ARG(text));
    }
    hw_json_strings_free(&strings);
}

static void every_code_is_counted(void **state)
{
    (void)state;
    for (unsigned i = 0; i < HW_CODE_UNKNOWN; i++) {
        const char *code = hw_code_names[i];
        char text[1024];
        test_log l;
        snprintf(text, sizeof text, "%s" RECORD(3, 4, "%s", "m"), HEADER("p", "/p/a.go"), code);
        assert_int_equal(hw_code_named(hw_str_of(code)), i);
        read_all(&l, text, NULL);
        const hw_json_records *j = &l.claims.json;
        for (unsigned k = 0; k < HW_CODE_COUNT; k++)
            assert_int_equal(j->by_code[k], k == i);
        assert_int_equal(j->records.len, i <= HW_CODE_LEAK);
        assert_int_equal(j->files.len, 1);
        assert_int_equal(j->packages, 1);
        assert_int_equal(j->invalid + j->orphans, 0);
        assert_null(hw_notes_find(&l.claims.notes, HW_NOTE_JSON_UNREAD));
        test_str(hw_strings_get(&l.strings, l.claims.go_version), "go1.26.8");
        test_log_free(&l);
    }
    assert_int_equal(hw_code_named(HW_STR("")), HW_CODE_UNKNOWN);
}

static void what_is_no_record_is_counted(void **state)
{
    (void)state;
    test_log l;
    read_all(&l,
             RECORD(1, 1, "escape", "early escapes to heap")           /* before any header */
             HEADER("p", "/p/a.go") "\n" RECORD(2, 1, "brandNew", "x") /* unknown */
             "no json\n{\"range\":3}\n[]\n{\"range\":{\"start\":{\"line\":5\n" RECORD(
                 3, 1, "escape", "x escapes to heap"),
             NULL);
    const hw_json_records *j = &l.claims.json;
    assert_int_equal(j->orphans, 1);
    assert_int_equal(j->invalid, 4);
    assert_int_equal(j->by_code[HW_CODE_UNKNOWN], 1);
    assert_int_equal(j->by_code[HW_CODE_ESCAPE], 1);
    const hw_note *n = hw_notes_find(&l.claims.notes, HW_NOTE_JSON_UNREAD);
    assert_non_null(n);
    assert_int_equal(n->count, 6);
    assert_non_null(strstr(hw_strings_cstr(&l.strings, n->text), "brandNew"));
    test_log_free(&l);
}

/* No build has such a package: nothing of it is taken for another one's. */
static void headers_without_a_package_are_none(void **state)
{
    (void)state;
    static const char *const headers[] = {HEADER("", "/a.go"), HEADER("a b", "/a.go"),
                                          HEADER("a\\n# q", "/a.go"), HEADER("p [q]", "/a.go")};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        test_log l;
        char text[1024];
        snprintf(text, sizeof text, "%s%s%s", HEADER("p", "/p/a.go"), headers[i],
                 RECORD(3, 1, "escape", "x escapes to heap"));
        read_all(&l, text, NULL);
        assert_int_equal(l.claims.json.invalid, 1);
        assert_int_equal(l.claims.json.files.len, 1);
        assert_int_equal(l.claims.json.records.len, 0);
        test_log_free(&l);
    }
    test_log l; /* go tool compile without -p */
    read_all(&l, HEADER("\\u0000", "/a.go") RECORD(3, 1, "escape", "x escapes to heap"), NULL);
    assert_int_equal(l.claims.json.files.len, 1);
    test_str(hw_strings_get(&l.strings, l.claims.json.files.at[0].package),
             "command-line-arguments");
    test_log_free(&l);
}

/* Other order, blanks, escapes, CRLF: json-c reads what the compiler would not have written. */
static void other_forms_of_json_are_read(void **state)
{
    (void)state;
    test_log l;
    read_all(
        &l, "# p\n/p/a.go:4:5: &T{...} escapes to heap\n/p/a.go:9:2: new(T) escapes to heap\n",
        "{ \"gc_version\": \"go1.21.0\", \"file\": \"/p/\\u0061.go\", \"package\": \"p\", "
        "\"version\": 0 }\r\n"
        "{\"message\":\"new(T) escapes to heap\", \"code\":\"escape\", "
        "\"relatedInformation\":[{\"message\":\"inlineLoc\",\"location\":{\"uri\":"
        "\"file:///q/b%20c.go\",\"range\":{\"start\":{\"line\":7,\"character\":8}}}}],"
        "\"range\":{\"start\":{\"character\":2,\"line\":9}}}\r\n"
        "{\"code\":\"escape\",\"range\":{\"start\":{\"character\":2,\"line\":9}},\"message\":"
        "\"\",\"relatedInformation\":[{\"message\":\"inlineLoc\",\"location\":{\"uri\":"
        "\"file:///q/b%20c.go\",\"range\":{\"start\":{\"line\":7,\"character\":8}}}}]}\r\n" RECORD(
            4, 5, "escape", "\\u0026T{...} escapes to heap") RECORD(4, 5, "escape", ""));
    assert_int_equal(l.claims.json.invalid, 0);
    assert_int_equal(l.claims.list.len, 2);
    test_claim(&l, 0, "&T{...} escapes to heap");
    test_claim(&l, 1, "new(T) escapes to heap");
    assert_chain(&l, 0, "none");
    assert_chain(&l, 1, "/q/b c.go:7:8");
    test_log_free(&l);
}

static void paths_belong_together(void **state)
{
    (void)state;
    static const struct {
        const char *printed, *absolute;
        bool same;
    } rows[] = {
        {"./a.go", "/src/p/a.go", true},
        {"p/a.go", "/src/p/a.go", true},
        {"q/a.go", "/src/p/a.go", false},
        {"rp/a.go", "/src/p/a.go", false}, /* at a border only */
        {"../up/a.go", "/src/up/a.go", true},
        {"../../x/up/a.go", "/src/x/up/a.go", true},
        {"/src/p/a.go", "/src/p/a.go", true},
        {"/other/src/p/a.go", "/src/p/a.go", false},
        {"$GOROOT/src/io/io.go", "/usr/local/go/src/io/io.go", true},
        {"$WORK/b004/_cgo_gotypes.go", "/tmp/go-build123/b004/_cgo_gotypes.go", true},
        {"/tmp/go-build9/b004/_cgo_gotypes.go", "/tmp/go-build1/b004/_cgo_gotypes.go", true},
        {"/tmp/go-build9/b005/x.go", "/tmp/go-build1/b004/x.go", false},
        {"_cgo_gotypes.go", "_cgo_gotypes.go", true},
        {"<autogenerated>", "<autogenerated>", true},
        {"vendor/github.com/x/y/z.go", "/src/vendor/github.com/x/y/z.go", true},
        {"example.com/m/p/a.go", "example.com/m/p/a.go", true},
        {"", "__unnamed__", true},
        {"", "/src/p/a.go", false},
        {"a.go", "", false},
        {"./", "/src/p/a.go", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_json_same_file(hw_str_of(rows[i].printed), hw_str_of(rows[i].absolute)) !=
            rows[i].same)
            fail_msg("%s and %s", rows[i].printed, rows[i].absolute);
}

#define TWO "file:///q/in.go"

static void claims_find_their_records(void **state)
{
    (void)state;
    test_log l;
    const char *json = HEADER("p", "/src/p/a.go")
        /* two expressions of one call: their records are in the order of the verdicts */
        WITH(3, 9, "escape", "\\u0026T{...} escapes to heap", INLINE(TWO, 1, 2))
            WITH(3, 9, "escapes", "make([]int, n) escapes to heap", INLINE(TWO, 4, 5))
                WITH(3, 9, "escape", "", INLINE(TWO, 4, 5))
                    WITH(3, 9, "escape", "", INLINE(TWO, 1, 2))
        /* a variable has no record, a conversion of the same name has one */
        RECORD(5, 2, "escape", "x escapes to heap")
            WITH(5, 2, "escape", "x escapes to heap", INLINE(TWO, 7, 7))
                WITH(5, 2, "escape", "", INLINE(TWO, 7, 7))
        /* append: the record has the whole call */
        RECORD(6, 2, "escape", "append(s, 1) escapes to heap") RECORD(6, 2, "escape", "")
        /* 255: the text prints no column */
        RECORD(7, 255, "escape", "y escapes to heap")
        /* what became of a constant */
        RECORD(8, 3, "escapes", "make([]int, n) escapes to heap") RECORD(8, 3, "escape", "");
    const char *text = "# p\n"
                       "./a.go:3:9: make([]int, n) escapes to heap\n"
                       "./a.go:3:9: &T{...} escapes to heap\n"
                       "./a.go:5:2: moved to heap: x\n"
                       "./a.go:5:2: x escapes to heap\n"
                       "./a.go:6:2: append escapes to heap\n"
                       "./a.go:7: moved to heap: y\n"
                       "./a.go:8:3: make([]int, 10) escapes to heap\n"
                       "./a.go:9:1: z escapes to heap\n"
                       "./a.go:9:2: z does not escape\n";
    read_all(&l, text, json);
    assert_chain(&l, 0, "/q/in.go:4:5");
    assert_chain(&l, 1, "/q/in.go:1:2");
    assert_chain(&l, 2, "none");
    assert_chain(&l, 3, "/q/in.go:7:7");
    assert_chain(&l, 4, "none");
    assert_chain(&l, 5, "none");
    assert_chain(&l, 6, "none");
    assert_chain(&l, 7, "?");
    assert_chain(&l, 8, "?");
    assert_int_equal(l.claims.json.paired, 7);
    assert_int_equal(l.claims.json.unpaired, 1);
    assert_int_equal(l.claims.json.unmatched, 0);
    assert_int_equal(l.claims.json.alone, 0);
    const hw_note *n = hw_notes_find(&l.claims.notes, HW_NOTE_NO_RECORD);
    assert_non_null(n);
    assert_int_equal(n->count, 1);
    test_log_free(&l);
}

/* Records of other sources have other words at the place: nothing is taken from them. */
static void other_builds_do_not_match(void **state)
{
    (void)state;
    test_log l;
    read_all(&l, "# p\n./a.go:3:9: new(T) escapes to heap\n./a.go:4:2: moved to heap: x\n",
             HEADER("p", "/src/p/a.go") RECORD(3, 9, "escape", "new(U) escapes to heap")
                 RECORD(3, 9, "escape", "") RECORD(4, 2, "escape", "y escapes to heap"));
    assert_chain(&l, 0, "?");
    assert_chain(&l, 1, "?");
    assert_int_equal(l.claims.json.paired, 0);
    assert_int_equal(l.claims.json.unmatched, 2);
    test_log_free(&l);
}

/* The records of p's own type.go were overwritten by those of another package's. */
static void overwritten_files_are_unknown(void **state)
{
    (void)state;
    test_log l;
    read_all(&l, "# p\np/type.go:3:9: new(T) escapes to heap\n",
             HEADER("p", "/usr/local/go/src/sync/atomic/type.go")
                 RECORD(3, 9, "escape", "new(T) escapes to heap") RECORD(3, 9, "escape", ""));
    assert_chain(&l, 0, "?");
    assert_int_equal(l.claims.json.unpaired, 1);
    test_log_free(&l);
}

static void a_file_counts_once(void **state)
{
    (void)state;
    test_log l;
    const char *json = HEADER("p", "/src/p/a.go") RECORD(3, 9, "escape", "x escapes to heap");
    read_all(&l, json, json);
    assert_int_equal(l.claims.json.repeated_files, 1);
    assert_int_equal(l.claims.json.records.len, 1);
    test_log_free(&l);
}

static void records_are_sorted(void **state)
{
    (void)state;
    test_log l;
    read_all(&l, "# p\na.go:3:9: moved to heap: x\na.go:2:1: moved to heap: y\n",
             HEADER("p", "/src/p/a.go") RECORD(9, 9, "escape", "z escapes to heap")
                 RECORD(3, 9, "escape", "x escapes to heap")
                     RECORD(2, 1, "escape", "y escapes to heap"));
    assert_int_equal(l.claims.json.paired, 2);
    assert_int_equal(l.claims.json.unmatched, 1);
    test_log_free(&l);
}

/* A text without headers: the only file of all packages that fits. */
static void texts_without_headers_match_by_file(void **state)
{
    (void)state;
    test_log l;
    const char *json = HEADER("p", "/src/p/a.go") RECORD(3, 9, "escape", "x escapes to heap")
        HEADER("p", "/src/p/t.go") RECORD(3, 9, "escape", "x escapes to heap")
            HEADER("q", "/src/q/t.go") RECORD(3, 9, "escape", "x escapes to heap");
    read_all(&l, "p/a.go:3:9: moved to heap: x\nt.go:3:9: moved to heap: x\n", json);
    assert_chain(&l, 0, "none");
    assert_chain(&l, 1, "?"); /* p/t.go or q/t.go */
    assert_int_equal(l.claims.json.alone, 1);
    test_log_free(&l);
}

/* All main packages are "main" in records. */
static void mains_are_known_by_their_folder(void **state)
{
    (void)state;
    test_log l;
    read_all(&l,
             "# m/cmd/a\n./main.go:1:6: can inline main\n./main.go:3:9: moved to heap: x\n"
             "# m/cmd/b\n./main.go:1:6: can inline main\n./main.go:3:9: moved to heap: x\n",
             HEADER("main", "/src/cmd/b/main.go") RECORD(3, 9, "escape", "x escapes to heap"));
    assert_chain(&l, 0, "?");
    assert_chain(&l, 1, "none");
    test_log_free(&l);
    read_all(&l, "# m\n./main.go:1:6: can inline main\n./main.go:3:9: moved to heap: x\n",
             HEADER("main", "/anywhere/main.go") RECORD(3, 9, "escape", "x escapes to heap"));
    assert_chain(&l, 0, "none");
    test_log_free(&l);
}

/* Test variants share the folder of their package. */
static void variants_share_records(void **state)
{
    (void)state;
    test_log l;
    read_all(&l, "# p\np/a.go:3:9: moved to heap: x\n# p [p.test]\np/a.go:3:9: moved to heap: x\n",
             HEADER("p", "/src/p/a.go") RECORD(3, 9, "escape", "x escapes to heap"));
    assert_chain(&l, 0, "none");
    assert_chain(&l, 1, "none");
    assert_int_equal(l.claims.json.unmatched, 0);
    test_log_free(&l);
}

/* What a package has on the stack is not in its records: they make no claims. */
static void records_alone_are_no_claims(void **state)
{
    (void)state;
    test_log l;
    read_all(&l, "# p\np/a.go:3:9: moved to heap: x\n",
             HEADER("p", "/src/p/a.go") RECORD(3, 9, "escape", "x escapes to heap")
                 HEADER("main", "/src/q/a.go") RECORD(3, 9, "escape", "x escapes to heap")
                     HEADER("main", "/src/q/b.go") RECORD(4, 9, "escape", "y escapes to heap")
                         HEADER("r", "/src/r/b.go") RECORD(4, 9, "escape", "y escapes to heap"));
    const hw_claims *c = &l.claims;
    assert_int_equal(c->list.len, 1);
    assert_int_equal(c->blocks.len, 1);
    assert_int_equal(c->json.packages, 3);
    assert_int_equal(c->json.alone, 2);
    assert_int_equal(c->json.paired, 1);
    assert_int_equal(c->json.unmatched, 0);
    const hw_note *note = hw_notes_find(&c->notes, HW_NOTE_JSON_ONLY);
    assert_non_null(note);
    assert_int_equal(note->count, 2);
    test_log_free(&l);
}

static void versions_are_compared(void **state)
{
    (void)state;
    test_log l;
    read_all(&l, "# p\np/a.go:3:9: new(T) escapes to heap:\np/a.go:3:9: new(T) escapes to heap\n",
             HEADER("p", "/src/p/a.go") RECORD(3, 9, "escape", "new(T) escapes to heap"));
    assert_non_null(
        hw_notes_find(&l.claims.notes, HW_NOTE_VERSIONS_DIFFER)); /* such headings: up to 1.24 */
    test_log_free(&l);
    read_all(&l,
             "# p\np/a.go:3:9: new(T) escapes to heap in F:\np/a.go:3:9: new(T) escapes to heap\n",
             HEADER("p", "/src/p/a.go") RECORD(3, 9, "escape", "new(T) escapes to heap"));
    assert_null(hw_notes_find(&l.claims.notes, HW_NOTE_VERSIONS_DIFFER));
    test_log_free(&l);
}

static void limits_are_named(void **state)
{
    (void)state;
    test_log l;
    hw_claims *c = &l.claims;
    hw_error err;
    const char *json = HEADER("p", "/src/p/a.go") RECORD(3, 9, "escape", "x escapes to heap")
        RECORD(3, 9, "escape", "y escapes to heap");
    static const struct {
        hw_limits limits;
        const char *name;
    } rows[] = {{{.claims = 1}, "--max-claims"}, {{.line = 80}, "--max-line"}};
    test_log_init(&l);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_str name = HW_STR("in.json");
        assert_int_equal(hw_diag_read(c, name, hw_str_of(json), &rows[i].limits, &err), HW_LIMIT);
        assert_non_null(strstr(err.message, rows[i].name));
        assert_int_equal(c->inputs.len + c->json.files.len + c->json.records.len, 0);
        assert_int_equal(c->json.by_code[HW_CODE_ESCAPE] + c->json.lines, 0);
    }
    assert_int_equal(hw_diag_read(c, HW_STR("in"), hw_str_of(json), NULL, &err), HW_OK);
    assert_int_equal(hw_diag_finish(c, &err), HW_OK);
    assert_int_equal(c->json.repeated_files, 0);
    assert_int_equal(c->json.records.len, 2);
    test_log_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_unescaped),
        cmocka_unit_test(every_code_is_counted),
        cmocka_unit_test(what_is_no_record_is_counted),
        cmocka_unit_test(headers_without_a_package_are_none),
        cmocka_unit_test(other_forms_of_json_are_read),
        cmocka_unit_test(paths_belong_together),
        cmocka_unit_test(claims_find_their_records),
        cmocka_unit_test(other_builds_do_not_match),
        cmocka_unit_test(overwritten_files_are_unknown),
        cmocka_unit_test(a_file_counts_once),
        cmocka_unit_test(records_are_sorted),
        cmocka_unit_test(texts_without_headers_match_by_file),
        cmocka_unit_test(mains_are_known_by_their_folder),
        cmocka_unit_test(variants_share_records),
        cmocka_unit_test(records_alone_are_no_claims),
        cmocka_unit_test(versions_are_compared),
        cmocka_unit_test(limits_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
