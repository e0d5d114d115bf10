/* A program that knows the installed library only, and uses all of it.
 *
 *     consumer PROFILE LOG PROGRAM
 *
 * of tests/data/corpus/recorded/1.26.8/moved. Exits with 1, and says why, where something is not as
 * it was recorded. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <heapwitness/heapwitness.h>

static void fail(int line, const char *what, const hw_error *err)
{
    char text[1200] = "";
    if (err)
        hw_error_describe(err, text, sizeof text);
    fprintf(stderr, "consumer.c:%d: %s %s\n", line, what, text);
    exit(1);
}

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail(__LINE__, #condition, NULL);                                                      \
    } while (0)

#define CALL(call)                                                                                 \
    do {                                                                                           \
        hw_error err;                                                                              \
        if ((call) != HW_OK)                                                                       \
            fail(__LINE__, #call, &err);                                                           \
    } while (0)

static int equals(hw_view v, const char *text)
{
    return v.len == strlen(text) && (v.len == 0 || memcmp(v.at, text, v.len) == 0);
}

/* --- claims ----------------------------------------------------------------------------------- */

typedef struct steps {
    unsigned flows, reasons;
} steps;

static bool count_step(void *ctx, const hw_step_info *step)
{
    steps *n = ctx;
    CHECK(step->size == sizeof *step);
    n->flows += step->kind == HW_STEP_FLOW;
    n->reasons += step->kind == HW_STEP_FROM && step->why.len != 0 && step->line != 0;
    return true;
}

/* The claim that the text is of, which is there once. */
static size_t claim_of(hw_session *s, const char *text, hw_claim_info *ret)
{
    size_t count, found = 0, at = 0;
    CALL(hw_claim_count(s, &count, &err));
    for (size_t i = 0; i < count; i++) {
        hw_claim_info c = {.size = sizeof c};
        CALL(hw_claim_get(s, i, &c, &err));
        if (equals(c.text, text)) {
            *ret = c;
            at = i;
            found++;
        }
    }
    CHECK(found == 1);
    return at;
}

static void read_claims(const char *log)
{
    hw_session *s;
    hw_claim_info c = {.size = sizeof c};
    steps n = {0, 0};
    CALL(hw_session_new(NULL, &s, &err));
    CALL(hw_add_claims(s, log, &err));
    size_t at = claim_of(s, "func literal escapes to heap", &c);
    CHECK(c.says == HW_SAYS_HEAP && c.line == 72 && c.column == 7 && c.routes == 1);
    CHECK(strcmp(c.package, "example.com/lab/moved") == 0);
    CHECK(strcmp(c.function, "closureCapture") == 0);
    CHECK(strcmp(c.verdict, "escapes-to-heap") == 0 && strcmp(c.kind, "func literal") == 0);
    CHECK(strcmp(c.sink, "result") == 0 && equals(c.why, "return"));
    CHECK(equals(c.expression, "func literal") && c.inlined == -1);
    CALL(hw_claim_steps(s, at, count_step, &n, &err));
    CHECK(n.flows == 2 && n.reasons == 3);
    claim_of(s, "leaking param: t", &c);
    CHECK(c.says == HW_SAYS_PARAMETER && c.routes == 0 && strcmp(c.sink, "") == 0);
    claim_of(s, "f does not escape", &c);
    CHECK(c.says == HW_SAYS_STACK);
    hw_session_free(s);
}

/* --- findings --------------------------------------------------------------------------------- */

static hw_session *audit(const char *profile, const char *log, const char *program)
{
    const hw_limits limits = {.size = sizeof limits, .line = 1 << 20};
    const hw_options options = {
        .size = sizeof options,
        .limits = &limits,
        .sort_set = true,
        .sort = HW_ALLOC_SPACE,
        .threads = 1,
    };
    hw_session *s;
    CALL(hw_session_new(&options, &s, &err));
    CALL(hw_add_profile(s, profile, &err));
    CALL(hw_add_claims(s, log, &err));
    CALL(hw_add_binary(s, program, &err));
    CALL(hw_analyse(s, &err));
    return s;
}

static void read_findings(hw_session *s)
{
    hw_values totals, sum = {{0}};
    hw_finding_info first = {.size = sizeof first};
    hw_claim_info c = {.size = sizeof c};
    size_t claim;
    bool owner;
    CALL(hw_finding_get(s, 0, &first, &err));
    CHECK(strcmp(first.function, "main.bigLocal") == 0 && first.line == 39);
    CHECK(strcmp(hw_verdict_text(first.verdict), "confirmed") == 0);
    CHECK(first.values.v[HW_ALLOC_SPACE] == 13107328);
    CHECK(strcmp(first.type, "[204800]uint8") == 0 && first.type_size == 204800);
    CHECK(strcmp(first.allocator, "runtime.newobject") == 0 && first.claims == 1);
    CALL(hw_finding_claim(s, 0, 0, &claim, &owner, &err));
    CALL(hw_claim_get(s, claim, &c, &err));
    CHECK(owner && equals(c.text, "moved to heap: a") && c.line == 39);
    for (size_t i = 0; i < hw_finding_count(s); i++) {
        hw_finding_info f = {.size = sizeof f};
        CALL(hw_finding_get(s, i, &f, &err));
        for (int v = 0; v < HW_VALUES; v++)
            sum.v[v] += f.values.v[v];
    }
    CALL(hw_totals(s, &totals, &err));
    CHECK(memcmp(&totals, &sum, sizeof sum) == 0);
}

static void read_notes(const hw_session *s)
{
    size_t unpublished = 0;
    for (size_t i = 0; i < hw_note_count(s); i++) {
        hw_note_info n = {.size = sizeof n};
        CALL(hw_note_get(s, i, &n, &err));
        CHECK(n.text[0] != '\0' && n.severity[0] != '\0');
        if (strcmp(n.id, "unpublished") == 0)
            unpublished += (size_t)n.count;
    }
    CHECK(unpublished == 6);
}

/* --- documents -------------------------------------------------------------------------------- */

static hw_status keep(void *ctx, const void *data, size_t n, hw_error *err)
{
    (void)data;
    (void)err;
    *(size_t *)ctx += n;
    return HW_OK;
}

static void write_documents(hw_session *s)
{
    size_t size = 0;
    const hw_byte_sink to = {keep, &size};
    hw_error refused;
    char text[64];
    CALL(hw_report_write(s, "json", &to, &err));
    CHECK(size > 1000);
    size = 0;
    CALL(hw_claims_write(s, NULL, &to, &err));
    CHECK(size > 1000);
    CHECK(hw_report_write(s, "no such", &to, &refused) == HW_USAGE);
    hw_error_describe(&refused, text, sizeof text);
    CHECK(strcmp(text, "there is no report format \"no such\"") == 0);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: consumer PROFILE LOG PROGRAM\n");
        return 2;
    }
    read_claims(argv[2]);
    hw_session *s = audit(argv[1], argv[2], argv[3]);
    read_findings(s);
    read_notes(s);
    write_documents(s);
    hw_session_free(s);
    printf("heapwitness %s\n", hw_version());
    return 0;
}
