/* Two real services with the diagnostics of the whole program: the shares of the verdicts come near
 * those that were measured with the binary, and claim no more.
 *
 * And the diagnostics of the own packages alone give the same verdicts for the packages they hold,
 * and `undiagnosed` for the rest.
 *
 *   services FOLDER PROFILES [-v]
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "session/session.h"

/* Shares of alloc_space in percent, measured with the binaries, which decide every site. `service`
 * is what the runtime allocates for others. */
static const struct {
    const char *name, *heap, *log;
    double confirmed, contradicted, unclaimed, service;
} rows[] = {
    {"shop", "shop/heap-after.pb.gz", "shop/escape.all.m2.log.gz", 86.1, 0.5, 6.4, 7.0},
    {"fast", "fast/heap-after.pb.gz", "fast/escape.all.m2.log.gz", 47.9, 12.0, 12.3, 27.8},
};

static const double POINTS_NEAR = 3, POINTS_OVER = 0.2, AMBIGUOUS_MAX = 7;

static hw_session *audit(const char *folder, const char *heap, const char *log)
{
    char a[4096], b[4096], text[1200];
    hw_session *s;
    hw_error err;
    snprintf(a, sizeof a, "%s/%s", folder, heap);
    snprintf(b, sizeof b, "%s/%s", folder, log);
    if (hw_session_new(NULL, &s, &err) != HW_OK || hw_add_profile(s, a, &err) != HW_OK ||
        hw_add_claims(s, b, &err) != HW_OK || hw_analyse(s, &err) != HW_OK) {
        hw_error_text(&err, text, sizeof text);
        fprintf(stderr, "services: %s\n", text);
        exit(2);
    }
    return s;
}

static double share(const hw_audit *a, int64_t part)
{
    return 100.0 * (double)part / (double)a->totals.v[HW_ALLOC_SPACE];
}

static int64_t service_bytes(const hw_audit *a)
{
    int64_t sum = 0;
    for (size_t i = 0; i < a->findings.len; i++)
        if (a->findings.at[i].verdict == HW_UNCLAIMED &&
            a->findings.at[i].cause == HW_CAUSE_RUNTIME_SERVICE)
            sum += a->findings.at[i].values.v[HW_ALLOC_SPACE];
    return sum;
}

/* What is not confirmed, from 0.1 % of the bytes on. */
static void show(const hw_audit *a)
{
    for (size_t k = 0; k < a->findings.len; k++) {
        const hw_finding *f = &a->findings.at[k];
        double part = share(a, f->values.v[HW_ALLOC_SPACE]);
        if (f->verdict == HW_CONFIRMED || part < 0.1)
            continue;
        printf("  %5.2f %s %s:%u %s:", part, hw_verdict_rows[f->verdict].name,
               hw_strings_get(a->strings, f->path).p, f->line,
               hw_strings_get(a->strings, f->function).p);
        for (size_t c = 0; c < f->claim_count; c++)
            printf(" [%.*s]",
                   HW_STR_ARG(hw_claim_text(a->claims, &a->claims->list.at[f->claims[c].claim])));
        printf(" %s\n", hw_strings_get(a->strings, f->why).p);
    }
}

static int check(const char *folder, size_t i, bool verbose)
{
    hw_session *s = audit(folder, rows[i].heap, rows[i].log);
    const hw_audit *a = &s->audit;
    int64_t served = service_bytes(a);
    double ambiguous = share(a, a->coverage[HW_AMBIGUOUS].v[HW_ALLOC_SPACE]);
    const double ours[] = {
        share(a, a->coverage[HW_CONFIRMED].v[HW_ALLOC_SPACE]),
        share(a, a->coverage[HW_CONTRADICTED].v[HW_ALLOC_SPACE]),
        share(a, a->coverage[HW_UNCLAIMED].v[HW_ALLOC_SPACE] - served),
        share(a, served),
    };
    const double wanted[] = {rows[i].confirmed, rows[i].contradicted, rows[i].unclaimed,
                             rows[i].service};
    static const char *const names[] = {"confirmed", "contradicted", "unclaimed", "service"};
    bool failed = ambiguous > AMBIGUOUS_MAX || a->build_match == HW_BUILD_DIFFERS ||
                  s->claims.not_understood.len || a->coverage[HW_UNDIAGNOSED].v[HW_ALLOC_SPACE];
    printf("%s:", rows[i].name);
    for (size_t k = 0; k < 4; k++) {
        bool far = fabs(ours[k] - wanted[k]) > POINTS_NEAR;
        bool over = k < 2 && ours[k] > wanted[k] + POINTS_OVER;
        printf(" %s %.2f (%.1f)%s%s", names[k], ours[k], wanted[k], far ? " FAR" : "",
               over ? " OVER" : "");
        failed |= far || over;
    }
    printf(" ambiguous %.2f%s\n", ambiguous, failed ? " FAILED" : "");
    if (verbose)
        show(a);
    hw_session_free(s);
    return failed;
}

/* The bytes of one package with one verdict. */
static int64_t part(const hw_audit *a, hw_str package, hw_verdict v)
{
    int64_t sum = 0;
    for (size_t i = 0; i < a->findings.len; i++) {
        const hw_finding *f = &a->findings.at[i];
        if (f->verdict == v && hw_str_eq(hw_strings_get(a->strings, f->package), package))
            sum += f->values.v[HW_ALLOC_SPACE];
    }
    return sum;
}

static bool holds(const hw_claims *c, hw_str package)
{
    for (size_t i = 0; i < c->blocks.len; i++)
        if (hw_str_eq(hw_strings_get(c->strings, c->blocks.at[i].package), package))
            return true;
    return false;
}

static int check_own(const char *folder, const char *profiles, bool verbose)
{
    int failed = 0;
    unsigned held = 0, rest = 0;
    hw_session *all = audit(folder, "shop/heap-after.pb.gz", "shop/escape.all.m2.log.gz");
    hw_session *own = audit(profiles, "shop/heap-after.pb.gz", "shop/escape.own.m2.log.gz");
    for (size_t i = 0; i < own->audit.findings.len; i++) {
        const hw_finding *f = &own->audit.findings.at[i];
        hw_str package = hw_strings_get(&own->strings, f->package);
        bool in = holds(&own->claims, package);
        /* A generic function may be told by a file of it in another package's block. */
        bool generic = hw_str_chr(hw_strings_get(&own->strings, f->function), '[') != HW_NPOS;
        held += in;
        rest += !in;
        for (int v = 0; in && v < (int)HW_VERDICTS_WITH_BYTES; v++)
            if (part(&own->audit, package, (hw_verdict)v) !=
                part(&all->audit, package, (hw_verdict)v)) {
                failed = 1;
                if (verbose)
                    printf("  %s: %s differs\n", package.p, hw_verdict_rows[v].name);
            }
        if (!in && !generic && f->verdict != HW_UNDIAGNOSED) {
            failed = 1;
            if (verbose)
                printf("  %s: %s is %s\n", package.p, hw_strings_get(&own->strings, f->function).p,
                       hw_verdict_rows[f->verdict].name);
        }
    }
    printf("shop, own packages: %u findings held, %u of other packages%s\n", held, rest,
           failed ? " FAILED" : "");
    hw_session_free(all);
    hw_session_free(own);
    return failed || held == 0 || rest == 0;
}

int main(int argc, char **argv)
{
    int failed = 0;
    if (argc < 3)
        return 2;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        failed |= check(argv[1], i, argc > 3);
    failed |= check_own(argv[1], argv[2], argc > 3);
    return failed;
}
