/* heapwitness.h - a running Go service's heap against the compiler's escape claims.
 *
 *     hw_session *s;
 *     hw_error err;
 *     if (hw_session_new(NULL, &s, &err) == HW_OK &&
 *         hw_add_profile(s, "heap.pb.gz", &err) == HW_OK &&
 *         hw_add_claims(s, "escape.log", &err) == HW_OK &&
 *         hw_analyse(s, &err) == HW_OK)
 *         for (size_t i = 0; i < hw_finding_count(s); i++) { … hw_finding_get(s, i, &f, &err) … }
 *     hw_session_free(s);
 *
 * Sessions. A session owns everything; what its functions lend (strings, views) is valid until
 * hw_session_free. A session is used by one thread at a time; sessions are independent. The library
 * neither prints nor exits nor reads environment variables (libcurl, below it, honours the proxy
 * variables).
 *
 * Errors. Fallible functions return hw_status. Their results come next to last and are written on
 * success only; the error comes last, is written on failure only and may be NULL. No other pointer
 * may be NULL where it is not said.
 *
 * Structs that begin with `size`: the caller sets it to sizeof the struct before the call. Later
 * versions add fields at the end. A struct that is shorter than the library's is read and filled as
 * far as it goes. One that is longer is read if what the library does not know is 0, else refused
 * as HW_UNSUPPORTED; it is filled with 0 behind what the library knows. A size that cannot be one
 * is HW_USAGE.
 *
 * Until 1.0 only this API is promised, and only within a minor version. docs/library.md shows how a
 * program finds and links the library.
 */
#ifndef HEAPWITNESS_H
#define HEAPWITNESS_H

#include <stdbool.h>

#include "heapwitness/limits.h"
#include "heapwitness/types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hw_session hw_session;

/* 0 in a field: its default. Everything that it points to is copied. */
/* Bits of hw_options.flags. */
enum {
    HW_MERGE = 1, /* profiles of one process are added up as those of several are */
};

typedef struct hw_options {
    size_t size;
    const hw_limits *limits; /* NULL: the defaults */
    /* Of every HTTP request, each "Name: value", and how many; may be NULL where that is 0. */
    const char *const *headers;
    size_t header_count;
    const char *user;              /* "name:password", for basic authentication; NULL: none */
    const char *bearer_token_file; /* path; its content, trimmed, is the token; NULL: none */
    const char *tls_cert;          /* path of a client certificate, PEM; NULL: none */
    const char *tls_key;           /* path of its private key, PEM; NULL: it is in `tls_cert` */
    const char *tls_ca;            /* path of the authorities to trust, PEM; NULL: the system's */
    bool sort_set;                 /* `sort` is set */
    bool insecure;                 /* the server's certificate is not verified */
    /* Seconds that one transfer may take, fractions too; 0: 60; more than 604800 (7 days) is that.
     */
    double timeout;
    /* How often a transfer is tried again that was refused, took too long, or was answered with
     * 429, 502, 503 or 504; 0: never. */
    unsigned retry;
    /* Seconds over which the server of a profile takes a difference (?seconds=N); they come on top
     * of `timeout`; 0: what the heap is now. */
    unsigned seconds;
    unsigned threads; /* that read one log; 0: as many as the process may run on */
    hw_value sort;    /* what ranks; else HW_INUSE_SPACE, or the next value that the profile has */
    uint64_t flags;   /* HW_MERGE */
} hw_options;

/* NULL options: the defaults. HW_USAGE for a value to sort by that there is not. */
HW_API hw_status hw_session_new(const hw_options *options, hw_session **ret, hw_error *err);
/* NULL: nothing is done. */
HW_API void hw_session_free(hw_session *s);

/* --- what goes in ---------------------------------------------------------------------------- */

/* Locators are files, URLs, "host:port" (profiles) and "-": docs/inputs.md. Several profiles add
 * up, but of those that one process wrote the newest alone is used; several logs are one body of
 * claims, which is complete with the first hw_analyse, hw_claims_write, hw_claim_count,
 * hw_claim_get or hw_claim_steps (later logs are HW_USAGE). A refused input leaves the session as
 * it was, but not analysed. */
HW_API hw_status hw_add_profile(hw_session *s, const char *locator, hw_error *err);
HW_API hw_status hw_add_claims(hw_session *s, const char *locator, hw_error *err);
/* The file of a program that a profile is of: gives functions and lines to addresses without, and
 * says which build it is. Before or after the profiles. A file that changes before hw_session_free
 * is an error of hw_analyse. */
HW_API hw_status hw_add_binary(hw_session *s, const char *path, hw_error *err);

/* Joins and judges. Needs at least one profile; without claims every site is undiagnosed. May be
 * called again after more profiles were added. */
HW_API hw_status hw_analyse(hw_session *s, hw_error *err);

/* --- findings -------------------------------------------------------------------------------- */

/* One place of the program that allocates, and what the compiler said of it. Names are as the
 * profile wrote them; "" where they are unknown. */
typedef struct hw_finding_info {
    size_t size;
    uint64_t fingerprint; /* of the place: stays while lines move */
    hw_values values;
    hw_values standard_error; /* of the two spaces, in bytes; -1: unknown, and of the objects */
    const char *cause;        /* docs/causes.md; "" where unresolved */
    const char *why;          /* a sentence: what decided, or what could not be decided */
    const char *package;      /* import path */
    const char *function, *file;
    const char *allocator; /* the function of the runtime that is called there */
    const char *type;      /* that is allocated; "" unknown, or several */
    int64_t type_size;     /* bytes; -1 unknown */
    size_t claims;         /* that speak of it: hw_finding_claim */
    hw_verdict verdict;
    uint32_t line; /* from 1; 0 unknown */
} hw_finding_info;

/* Findings are by rank, from 0. 0 before hw_analyse. */
HW_API size_t hw_finding_count(const hw_session *s);
/* HW_USAGE when there is no such finding. */
HW_API hw_status hw_finding_get(const hw_session *s, size_t i, hw_finding_info *ret, hw_error *err);
/* The k-th claim that speaks of a finding, for hw_claim_get, and whether the bytes are its own: not
 * where nothing tells which of several claims they belong to. HW_USAGE when there is none. */
HW_API hw_status hw_finding_claim(const hw_session *s, size_t finding, size_t k, size_t *claim,
                                  bool *owner, hw_error *err);
/* Of all findings. HW_USAGE before hw_analyse. */
HW_API hw_status hw_totals(const hw_session *s, hw_values *ret, hw_error *err);

/* --- claims: no profile is needed ------------------------------------------------------------ */

/* One statement of the compiler. Views are into the log, names as it wrote them. */
typedef struct hw_claim_info {
    size_t size;
    hw_view input;        /* the log: its locator, without credentials */
    hw_view text;         /* the message, behind its position */
    hw_view expression;   /* or variable, that it speaks of; a part of `text` */
    hw_view why;          /* the last reason of its flow ("call parameter"); empty: none is given */
    hw_view target;       /* what the flow ends in: of `sink` call, the function; may be empty */
    const char *package;  /* import path; "" before the first "# package" line */
    const char *function; /* that it stands in, also by the declarations around it; "" unknown */
    const char *file;     /* "" where it has no position */
    const char *verdict;  /* in a word: "escapes-to-heap", "leaking-param" … (docs/formats.md) */
    const char *kind;     /* of the expression: "make slice", "append" … (docs/join.md) */
    const char *sink;     /* what the flow ends in: "call", "result" … (docs/formats.md); "" where
                             nothing is explained */
    size_t routes;        /* explanations: hw_claim_steps */
    uint32_t line;        /* from 1; 0: none is printed */
    uint32_t column;      /* bytes, from 1; 0: none is printed, or it is 255 and more */
    int32_t inlined;      /* calls that it was inlined through; -1 where only -json would tell */
    hw_claim_says says;
} hw_claim_info;

/* Completes the claims. Those of allocations come first, then those of parameters, both in the
 * order of the logs. */
HW_API hw_status hw_claim_count(hw_session *s, size_t *ret, hw_error *err);
/* HW_USAGE when there is no such claim. */
HW_API hw_status hw_claim_get(hw_session *s, size_t i, hw_claim_info *ret, hw_error *err);

typedef enum hw_step_kind {
    HW_STEP_FLOW,      /* `to` ← `op` `from`: a value flows from one place into another */
    HW_STEP_FROM,      /* by the expression `from`, because of `why`, at file:line:column */
    HW_STEP_TRUNCATED, /* the compiler did not print the rest */
} hw_step_kind;

/* One line of an explanation. What its kind does not have is empty or 0. */
typedef struct hw_step_info {
    size_t size; /* the library's */
    hw_view to, op, from, why;
    hw_view file;
    uint32_t line, column; /* as in hw_claim_info */
    uint32_t route;        /* which explanation of the claim, from 0 */
    hw_step_kind kind;
} hw_step_info;

/* Calls `each` for the steps of a claim's explanations, in their order, until it returns false:
 * that is HW_OK, too. The struct is only valid during the call, its views as long as the session.
 * HW_USAGE when there is no such claim. */
HW_API hw_status hw_claim_steps(hw_session *s, size_t i,
                                bool (*each)(void *ctx, const hw_step_info *step), void *ctx,
                                hw_error *err);

/* --- notes ----------------------------------------------------------------------------------- */

/* What limits the answer. */
typedef struct hw_note_info {
    size_t size;
    uint64_t count;       /* of what it speaks of; 0: it does not count */
    const char *id;       /* docs/notes.md */
    const char *severity; /* "note", "warning" or "error" */
    const char *text;     /* a sentence; may hold text of inputs, not escaped */
} hw_note_info;

/* After hw_analyse: of profiles, claims and their join. Before: of the claims, once they are
 * complete. */
HW_API size_t hw_note_count(const hw_session *s);
/* HW_USAGE when there is no such note. */
HW_API hw_status hw_note_get(const hw_session *s, size_t i, hw_note_info *ret, hw_error *err);

/* --- whole documents ------------------------------------------------------------------------- */

/* Writes the audit, or (before hw_analyse too) the summary of the claims. `format` is one of
 * docs/formats.md; NULL: "text". HW_USAGE for an unknown one. */
HW_API hw_status hw_report_write(hw_session *s, const char *format, const hw_byte_sink *to,
                                 hw_error *err);
HW_API hw_status hw_claims_write(hw_session *s, const char *format, const hw_byte_sink *to,
                                 hw_error *err);

/* --- words ----------------------------------------------------------------------------------- */

/* "0.1.0", of the library that runs. */
HW_API const char *hw_version(void);
/* "confirmed" …; "" where there is no such verdict. */
HW_API const char *hw_verdict_text(hw_verdict v);
/* "input: message (at byte N)", cut to `size` and terminated; nothing where `size` is 0. */
HW_API void hw_error_describe(const hw_error *err, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif
