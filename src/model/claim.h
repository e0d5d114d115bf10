/* model/claim - what the compiler said, line by line.
 *
 * A log's text stays where it is (mapped, or inflated once); claims are offsets into it.
 * model/message_class.h has the classes of lines.
 */
#ifndef HW_MODEL_CLAIM_H
#define HW_MODEL_CLAIM_H

#include "base/buf.h"
#include "base/index.h"
#include "base/strings.h"
#include "base/vec.h"
#include "go/expression_kind.h"
#include "go/reason.h"
#include "go/release.h"
#include "heapwitness/types.h"
#include "model/executable.h"
#include "model/message_class.h"
#include "model/note.h"
#include "model/records.h"

enum {
    HW_CLAIM_HEADER_ONLY = 1, /* only an explanation names it (go/defer wrapper closures) */
    HW_CLAIM_MAYBE_PARAM = 2, /* a plain name that may be a parameter: then it owns nothing */
    HW_CLAIM_ELIDED = 4,      /* make inside append(X, make(…)...): never executed */
    HW_CLAIM_ZERO_SIZE = 8,   /* new(struct {}), []T{}, make([]T, 0), ([]byte)("") */
    HW_CLAIM_ZEROCOPY = 16,   /* followed by "zero-copy string->[]byte conversion" */
    HW_CLAIM_SHARED_WHY = 64, /* others of its place have its words and other explanations, and
                                 which is whose is not known */
    HW_CLAIM_RESULT = 32,     /* the expression holds ~rN / ~RN: a callee's result, the caller's
                                 statement */
};

typedef struct hw_log_input {
    hw_str name; /* without credentials */
    hw_str text; /* the whole inflated text; owned by the session */
    uint64_t lines;
} hw_log_input;

/* One `# package` block. Lines before the first header are in a block with package 0 (""). */
typedef struct hw_block {
    hw_sid package;
    hw_sid variant; /* the text in brackets: "p.test", or 0 */
    uint32_t input;
    uint64_t line;      /* of its header, 1-based */
    uint64_t at, len;   /* its text, header included, in the input's text */
    uint64_t hash;      /* of that text, where the package comes twice; else 0 */
    bool declares_main; /* a function `main` is declared here */
} hw_block;

/* file:line:col in a block; file as printed, col 0 where it was not printed (255 and more too). */
typedef struct hw_place {
    uint32_t block;
    hw_sid file;
    uint32_t line;
    uint32_t col;
} hw_place;

typedef struct hw_claim {
    hw_place place;
    uint64_t at;       /* offset of the message (behind "POS: ") in its input's text */
    uint32_t len;      /* of the message */
    uint32_t expr_at;  /* relative to `at` */
    uint32_t expr_len; /* the expression or variable */
    uint32_t route;    /* first explanation, or HW_NONE */
    uint32_t chain;    /* into hw_claims.chains: the calls it was inlined through, from the JSON
                          channel; HW_NONE where it is not known */
    uint8_t class;     /* hw_message_class, role HEAP or STACK (also HEAD for HEADER_ONLY) */
    uint8_t kind;      /* hw_kind */
    uint8_t flags;     /* HW_CLAIM_* */
} hw_claim;

/* One call that a claim was inlined through, or its own place: physical positions (//line is
 * ignored), the file absolute as -json prints it. col 0: 255 and more. */
typedef struct hw_chain_frame {
    hw_sid file;
    uint32_t line, col;
} hw_chain_frame;

/* The `inlineLoc` chain of a claim: from the second outermost call to the innermost place; the
 * outermost is the claim's own place. No frames: the claim was not inlined, and that is known. */
typedef struct hw_chain {
    uint32_t frames_at, frames; /* into hw_claims.chain_frames */
} hw_chain;

/* One explanation of a HEAP claim: the text of its flow/from lines, parsed only when shown. */
typedef struct hw_route {
    uint64_t at;      /* offset of the HEAD line in the input's text */
    uint64_t reasons; /* of its steps: bits 1 << hw_reason */
    uint32_t len;     /* up to the end of its last step within 4 GiB */
    uint32_t input;
    uint32_t next;   /* another route of the same claim, or HW_NONE */
    hw_sid function; /* "in F" of >= 1.25, else 0 */
} hw_route;

/* `inlining call to F` */
typedef struct hw_inlining {
    hw_place place;
    hw_sid callee; /* as printed, inline hashes (#…#) removed */
} hw_inlining;

/* `can inline F` / `cannot inline F`: every function with a body, at its declaration. */
typedef struct hw_decl {
    hw_place place;
    uint64_t at; /* offset of the message in its input's text */
    hw_sid name;
    uint32_t len : 31; /* of the message */
    bool inlinable : 1;
} hw_decl;

/* A statement that allocates without a claim of its own, seen in an explanation. */
typedef enum hw_hint_kind {
    HW_HINT_MAP_PUT,       /* from … (key of map put) at L */
    HW_HINT_INDEX_ASSIGN,  /* from X[…] = … (assign…) at L: map or slice */
    HW_HINT_CONCAT_ASSIGN, /* X += … */
    HW_HINT_APPEND,        /* from append(…) (call parameter) at L: silent up to Go 1.24 */
    HW_HINT_RUNTIME_CALL,  /* from runtime.F(…) (call parameter) at L */
    HW_HINT_CONVERTED,     /* from x (interface-converted) at L, x a parameter: where that is an
                              interface too, the runtime keeps a cache of the types it has seen */
    HW_HINT_SLICE_MADE,    /* from X := make([]T, …) (assign) at L: what X[…] = … is not of */
    HW_HINT_COUNT
} hw_hint_kind;

/* What the assigned value is at least, by its text. */
typedef enum hw_assigned {
    HW_ASSIGNED_ANY,
    HW_ASSIGNED_POINTER, /* &T{...}, new(T), make of a map or channel: a word or more */
    HW_ASSIGNED_APPEND,  /* append(…): two words or more */
} hw_assigned;

typedef struct hw_hint {
    hw_place place;
    hw_hint_kind kind;
    hw_assigned assigned; /* of INDEX_ASSIGN */
    hw_sid variable;      /* X of INDEX_ASSIGN and SLICE_MADE, where it is a plain name; else 0 */
} hw_hint;

typedef struct hw_line_ref {
    uint32_t input;
    uint64_t line; /* 1-based */
    uint64_t at;
    uint32_t len;
} hw_line_ref;

/* What a bundle says of the build that it was recorded from. Nothing of it is proven: it is what
 * the file says. Ids are 0 where it does not. */
typedef struct hw_build {
    uint32_t input; /* of its text */
    hw_sid go_version, goos, goarch;
    hw_sid command, gcflags; /* words with blanks between */
    hw_sid time;             /* of recording, RFC 3339 */
    hw_sid vcs_revision;
    int vcs_modified;               /* -1: not known */
    uint32_t binaries_at, binaries; /* into hw_claims.binaries */
    uint32_t settings_at, settings; /* into hw_claims.settings: its environment and flags, the last
                                       of a key counts */
    uint32_t modules_at, modules;   /* into hw_claims.modules */
} hw_build;

typedef struct hw_claims {
    hw_strings *strings; /* borrowed, the session's */
    unsigned threads;    /* that may read one text; 0: as many as there are CPUs */
    HW_VEC(hw_log_input) inputs;
    HW_VEC(hw_block) blocks;
    HW_VEC(hw_claim) list;  /* HEAP and STACK claims in log order */
    HW_VEC(hw_claim) leaks; /* PARAM verdicts in log order */
    HW_VEC(hw_route) routes;
    HW_VEC(hw_inlining) inlinings;
    HW_VEC(hw_decl) decls;
    HW_VEC(hw_hint) hints;
    HW_VEC(hw_chain) chains;
    HW_VEC(hw_chain_frame) chain_frames;
    HW_VEC(hw_build) builds;
    HW_VEC(hw_build_info) binaries; /* that the recorded builds wrote; they live in the strings */
    HW_VEC(hw_setting) settings;
    HW_VEC(hw_module) modules;
    HW_VEC(hw_buf)
    made; /* texts that were unescaped or put together here; inputs point into them */
    HW_VEC(hw_sid) capturing; /* names of closures that capture something */
    HW_VEC(hw_line_ref) not_understood;
    uint64_t by_class[HW_CLASS_COUNT][HW_POS_FORMS];
    uint64_t patterns[HW_PATTERN_COUNT];
    uint64_t reasons[HW_REASON_COUNT]; /* of all `from` steps */
    uint64_t lines;                    /* physical lines of all inputs */
    uint64_t log_lines;                /* logical ones: what the classes count */
    uint64_t prefixed;                 /* of them: behind a time stamp or the like */
    uint64_t wrapped;                  /* JSON objects whose diagnostics were unescaped */
    hw_sid wrapped_in;                 /* the member they were in, of the first log that has one */
    uint64_t invalid_json;             /* lines that begin as such an object and are none */
    hw_sid invalid_json_in;            /* the first of them: the input's name … */
    uint64_t invalid_json_line;        /* … and the line, 1-based */
    uint64_t orphan_steps;             /* of explanations whose head is not there: left out */
    uint64_t same_blocks;              /* repeated word for word, dropped */
    uint64_t same_claims;              /* of other blocks of a package that came before, dropped */
    hw_index block_names, block_texts; /* of diag: find repeated blocks */
    hw_json_records json;              /* of -json=0,DIR */
    bool escapes;                      /* of diag: the text read last has ESC sequences */
    size_t merged_blocks;              /* of diag: the first ones are merged already */
    hw_go_range go;    /* that the log's own forms allow: from 25 on with "escapes to heap in F:" */
    hw_sid go_version; /* exact, from a toolchain path in the log; 0 unknown */
    hw_notes notes;
} hw_claims;

/* Whether an input is a part of one before it: text and records of one bundle. Their names are the
 * same string in memory. */
bool hw_input_part(const hw_claims *c, size_t input);
size_t hw_input_count(const hw_claims *c); /* without the parts */

void hw_claims_init(hw_claims *c, hw_strings *strings);
void hw_claims_free(hw_claims *c);

/* What it says: the verdict of its message class. */
const char *hw_claim_verdict(const hw_claim *c);
/* Whether a claim says heap (else: does not escape). */
bool hw_claim_heap(const hw_claim *c);
/* The message: a view into the log's text. */
hw_str hw_decl_text(const hw_claims *set, const hw_decl *d);

/* Views into the log's text. The message is what stands behind "POS: "; for HEADER_ONLY claims it
 * is the head's line. */
hw_str hw_claim_text(const hw_claims *set, const hw_claim *c);
hw_str hw_claim_expr(const hw_claims *set, const hw_claim *c);
/* The calls that it was inlined through, second outermost first, its own place last; *n is 0 where
 * it was not inlined. false: not known. */
bool hw_claim_chain(const hw_claims *set, const hw_claim *c, const hw_chain_frame **ret, size_t *n);

/* The last step of a claim's only route, without its position: " from X (why)". Empty where there
 * is none, or another route. */
hw_str hw_route_last_step(const hw_claims *set, uint32_t route);

#endif
