#include "report_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define S "internal/store/store.go"

/* The first claim's flow is that of a real log of Go 1.26. */
static const char log_text[] =
    "# example.com/shop/internal/store\n" S
    ":105:13: make([]byte, 512 + rand.Intn(1024)) escapes to heap in (*Store).Blob:\n" S
    ":105:13:   flow: buf \xe2\x86\x90 &{storage for make([]byte, 512 + rand.Intn(1024))}:\n" S
    ":105:13:     from make([]byte, 512 + rand.Intn(1024)) (spill) at " S ":105:13\n" S
    ":105:13:     from buf := make([]byte, 512 + rand.Intn(1024)) (assign) at " S ":105:6\n" S
    ":105:13:   flow: {heap} \xe2\x86\x90 buf:\n" S
    ":105:13:     from (*cache.LRU[go.shape.string,go.shape.[]uint8]).Put(s.sku, "
    "&cache..dict.LRU[string,[]uint8], sku, buf) (call parameter) at " S ":107:11\n" S
    ":105:13:   warning: truncated explanation due to assignment cycle; see "
    "golang.org/issue/35518\n" S ":105:13: make([]byte, 512 + rand.Intn(1024)) escapes to heap\n" S
    ":31:7: \"\033[2J\xff\" + name does not escape\n" S ":40:2: moved to heap: x\n" S
    ":40:9: y does not escape\n" S ":40:12: ... argument does not escape\n" S
    ":40:15: &T{...} escapes to heap\n" S ":52:6: &Never{...} escapes to heap\n" S
    ":60:4: string(b) does not escape\n";

static hw_sid sid(fixture *f, const char *text)
{
    hw_sid id;
    assert_true(hw_strings_put(&f->strings, hw_str_of(text), &id));
    return id;
}

static void add_claim(fixture *f, const char *message, const char *expr, uint32_t line,
                      uint32_t col, hw_message_class class)
{
    hw_str all = f->claims.inputs.at[0].text, m = hw_str_of(message);
    hw_claim c = {.place = {0, sid(f, S), line, col},
                  .at = hw_str_rfind(all, m),
                  .len = (uint32_t)m.n,
                  .expr_at = (uint32_t)hw_str_find(m, hw_str_of(expr)),
                  .expr_len = (uint32_t)strlen(expr),
                  .route = HW_NONE,
                  .class = (uint8_t)class};
    assert_true(c.at != HW_NPOS);
    assert_true(hw_vec_push(&f->claims.list, c));
}

static void make_claims(fixture *f)
{
    hw_log_input in = {
        .name = HW_STR("escape.log"), .text = {log_text, sizeof log_text - 1}, .lines = 15};
    hw_block block = {.package = sid(f, "example.com/shop/internal/store"), .line = 1};
    assert_true(hw_vec_push(&f->claims.inputs, in));
    assert_true(hw_vec_push(&f->claims.blocks, block));
    add_claim(f, "make([]byte, 512 + rand.Intn(1024)) escapes to heap",
              "make([]byte, 512 + rand.Intn(1024))", 105, 13, HW_CLASS_HEAP);
    add_claim(f, "\"\033[2J\xff\" + name does not escape", "\"\033[2J\xff\" + name", 31, 7,
              HW_CLASS_NO);
    add_claim(f, "moved to heap: x", "x", 40, 2, HW_CLASS_MOVED);
    add_claim(f, "y does not escape", "y", 40, 9, HW_CLASS_NO);
    add_claim(f, "... argument does not escape", "... argument", 40, 12, HW_CLASS_DOTS_NO);
    add_claim(f, "&T{...} escapes to heap", "&T{...}", 40, 15, HW_CLASS_HEAP);
    add_claim(f, "&Never{...} escapes to heap", "&Never{...}", 52, 6, HW_CLASS_HEAP);
    add_claim(f, "string(b) does not escape", "string(b)", 60, 4, HW_CLASS_NO);
    hw_str all = {log_text, sizeof log_text - 1};
    uint32_t head = (uint32_t)hw_str_find(all, HW_STR(S ":105:13: make"));
    uint32_t end = (uint32_t)hw_str_find(
        all, HW_STR(S ":105:13: make([]byte, 512 + rand.Intn(1024)) escapes to heap\n"));
    hw_route route = {
        .at = head, .len = end - head, .next = HW_NONE, .function = sid(f, "(*Store).Blob")};
    assert_true(hw_vec_push(&f->claims.routes, route));
    f->claims.list.at[0].route = 0;
    f->claims.lines = 15;
}

static void make_profile(fixture *f)
{
    hw_profile_input in = {.name = HW_STR("heap.pb.gz"),
                           .time_nanos = INT64_C(1795459792366779511),
                           .period = 524288,
                           .samples = 9};
    hw_mapping first = {.start = 0x400000,
                        .file = sid(f, "/srv/bin/shop"),
                        .build_id = sid(f, "c0ffee"),
                        .program = HW_NONE};
    hw_mapping vdso = {.start = 0x7000000, .file = sid(f, "[vdso]"), .program = HW_NONE};
    assert_true(hw_vec_push(&f->profile.inputs, in));
    assert_true(hw_vec_push(&f->profile.mappings, first));
    assert_true(hw_vec_push(&f->profile.mappings, vdso));
    assert_true(hw_vec_push(&f->profile.mappings, first));
    f->profile.present = 15;
    f->profile.period = 524288;
}

/* Sets what all findings have, adds it and its values to the sums. */
static void add(fixture *f, hw_finding x)
{
    x.rank = (uint32_t)f->audit.findings.len + 1;
    x.fingerprint = UINT64_C(0x0123456789abcdef) + x.rank;
    hw_values_add(&f->audit.totals, &x.values);
    hw_values_add(&f->audit.coverage[x.verdict], &x.values);
    assert_true(hw_vec_push(&f->audit.findings, x));
}

static hw_candidate *candidates(fixture *f, size_t n)
{
    hw_candidate *c = hw_arena_zero(&f->audit.arena, n, sizeof *c);
    assert_non_null(c);
    return c;
}

static hw_finding store_site(fixture *f, const char *function, uint32_t line)
{
    return (hw_finding){
        .package = sid(f, "example.com/shop/internal/store"),
        .function = sid(f, function),
        .file = sid(f, "/src/shop/internal/store/store.go"),
        .path = sid(f, "example.com/shop/internal/store/store.go"),
        .line = line,
        .stderr_space = {-1, -1, -1, -1},
        .raw_samples = {-1, -1, -1, -1},
    };
}

static void add_confirmed(fixture *f)
{
    static const int64_t sizes[] = {512, 1024, 1536};
    hw_finding x = store_site(f, "example.com/shop/internal/store.(*Store).Blob", 105);
    hw_candidate *c = candidates(f, 1);
    hw_caller *caller = hw_arena_zero(&f->audit.arena, 1, sizeof *caller);
    assert_non_null(caller);
    c[0].owner = true;
    *caller = (hw_caller){{sid(f, "main.serve"), sid(f, "/src/shop/main.go"), 12},
                          {{30000, 50437500, 9000, 14690000}}};
    x.verdict = HW_CONFIRMED;
    x.cause = HW_CAUSE_HONEST;
    x.basis = HW_BASIS_SIZE;
    x.values = caller->values;
    x.interval[HW_INUSE_SPACE] = (hw_interval){true, 10000000, 20000000};
    x.stderr_space[HW_INUSE_SPACE] = 2800000;
    x.stderr_space[HW_ALLOC_SPACE] = 5000000;
    x.raw_samples[HW_INUSE_SPACE] = 28;
    x.raw_samples[HW_ALLOC_SPACE] = 96;
    x.sizes = sizes;
    x.size_count = 3;
    x.claims = c;
    x.claim_count = 1;
    x.callers = caller;
    x.caller_count = 1;
    add(f, x);
}

static void add_contradicted(fixture *f)
{
    hw_finding x = store_site(f, "example.com/shop/internal/store.Key\033]0;title\a", 31);
    hw_candidate *c = candidates(f, 1);
    c[0] = (hw_candidate){1, true};
    x.verdict = HW_CONTRADICTED;
    x.cause = HW_CAUSE_TMPBUF_OVERFLOW;
    x.basis = HW_BASIS_LINE;
    x.why = sid(f, "the result does not fit the 32 bytes on the stack that the compiler sets "
                   "aside for it, so the runtime allocates");
    x.values = (hw_values){{100000, 4800000, 10000, 480000}};
    x.claims = c;
    x.claim_count = 1;
    add(f, x);
}

static void add_unclaimed(fixture *f)
{
    hw_finding x = store_site(f, "example.com/shop/internal/store.(*Index[...]).Add", 77);
    hw_shown_frame *in = hw_arena_zero(&f->audit.arena, 2, sizeof *in);
    assert_non_null(in);
    in[0] = (hw_shown_frame){sid(f, "example.com/shop/internal/set.put"),
                             sid(f, "/src/shop/internal/set/set.go"), 9};
    in[1] = (hw_shown_frame){sid(f, "example.com/shop/internal/set.Add"),
                             sid(f, "/src/shop/internal/set/set.go"), 4};
    x.verdict = HW_UNCLAIMED;
    x.cause = HW_CAUSE_MAP_GROW;
    x.basis = HW_BASIS_LINE;
    x.why = sid(f, "map growth has no claim");
    x.inlined = in;
    x.inlined_count = 2;
    x.outside = (hw_shown_frame){sid(f, "main.main"), sid(f, "/src/shop/main.go"), 40};
    x.values = (hw_values){{10, 300000, 5, 150000}};
    add(f, x);
}

static void add_others(fixture *f)
{
    hw_finding x = store_site(f, "example.com/shop/internal/store.Four", 40);
    hw_candidate *c = candidates(f, 4);
    for (uint32_t i = 0; i < 4; i++)
        c[i].claim = i + 2;
    x.verdict = HW_AMBIGUOUS;
    x.basis = HW_BASIS_LINE;
    x.why = sid(f, "claims on this line disagree and nothing tells them apart");
    x.claims = c;
    x.claim_count = 4;
    x.values = (hw_values){{3, 3000, 1, 1000}};
    add(f, x);
    hw_finding nameless = {.verdict = HW_UNDIAGNOSED,
                           .stderr_space = {-1, -1, -1, -1},
                           .raw_samples = {-1, -1, -1, -1},
                           .values = {{1, 16, 0, 0}}};
    add(f, nameless);
}

static void make_audit(fixture *f)
{
    hw_audit_init(&f->audit);
    f->audit.profile = &f->profile;
    f->audit.claims = &f->claims;
    f->audit.strings = &f->strings;
    f->audit.sort = HW_INUSE_SPACE;
    f->audit.go_version = sid(f, "go1.26.8");
    f->audit.diagnosed_packages = 1;
    f->audit.unobserved = f->audit.upheld = 1;
    assert_true(hw_vec_push(&f->audit.build_reasons, sid(f, "a text log carries no identity")));
    assert_true(hw_vec_push(&f->audit.without_bytes,
                            ((hw_claim_without_bytes){6, HW_UNOBSERVED, HW_CAUSE_NEVER_EXECUTED})));
    assert_true(hw_vec_push(&f->audit.without_bytes,
                            ((hw_claim_without_bytes){7, HW_UPHELD, HW_CAUSE_UNKNOWN})));
    add_confirmed(f);
    add_contradicted(f);
    add_unclaimed(f);
    add_others(f);
    assert_true(hw_note_add(&f->audit.notes, &f->strings, HW_NOTE_NOT_UNDERSTOOD, 2,
                            "2 lines were not understood, the first is line 7: \033[31mboo"));
}

void fixture_make(fixture *f)
{
    assert_true(hw_strings_init(&f->strings));
    hw_profile_init(&f->profile, &f->strings);
    hw_claims_init(&f->claims, &f->strings);
    make_profile(f);
    make_claims(f);
    make_audit(f);
}

void fixture_free(fixture *f)
{
    hw_audit_free(&f->audit);
    hw_claims_free(&f->claims);
    hw_profile_free(&f->profile);
    hw_strings_free(&f->strings);
}
