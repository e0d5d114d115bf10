/* model/profile - a heap profile, checked and with dense ids.
 *
 * Arrays, and ids into them; a stack is a run of location ids in `stack_ids`, leaf first; the
 * frames of a location are a run in `frames`, innermost first, the physical frame last (the pprof
 * format's order of Location.line). Samples with the same stack, inner
 * calls and object size are one sample: their values are added up while decoding. Labels other than
 * `bytes` are dropped.
 *
 * The room decode fills it, symbolize completes it (symbolize/symbolize.h says in which order), and
 * behind that it is const.
 *
 * Source of the format: github.com/google/pprof/proto/profile.proto; what Go writes into it:
 * runtime/pprof/{proto,protomem}.go.
 */
#ifndef HW_MODEL_PROFILE_H
#define HW_MODEL_PROFILE_H

#include "base/strings.h"
#include "base/vec.h"
#include "go/callee.h"
#include "heapwitness/types.h"
#include "model/executable.h"
#include "model/note.h"

#define HW_SIZE_UNKNOWN INT64_C(-1)

typedef struct hw_value_row {
    const char *name, *unit;
} hw_value_row;
extern const hw_value_row hw_value_rows[HW_VALUES];

typedef struct hw_function {
    hw_sid name; /* as written: pkg.(*T).M[...] */
    hw_sid file; /* as written */
} hw_function;

typedef struct hw_frame {
    uint32_t function; /* index, or HW_NONE */
    uint32_t line;     /* 1-based, 0 unknown */
} hw_frame;

typedef struct hw_mapping {
    uint64_t start, limit, offset;
    hw_sid file, build_id;
    uint32_t program; /* index into hw_profile.programs, or HW_NONE */
} hw_mapping;

typedef struct hw_location {
    uint64_t address; /* return address - 1; 0 unknown */
    uint32_t mapping; /* index, or HW_NONE */
    uint32_t frames_at, frames;
    bool disputed;   /* its mapping's program has other functions or lines there */
    bool unresolved; /* of a listing: there are the innermost frame without its function, and the
                        physical one without its line. What is between them, or that they are one,
                        is not known */
} hw_location;

/* What the machine code at a location calls, read from its mapping's program. */
typedef struct hw_allocation_call {
    bool looked;      /* the code was at hand; else the rest says nothing */
    hw_sid callee;    /* as linked: runtime.newobject; 0: no call, or its target is not known */
    hw_family family; /* of the callee */
    hw_stack_buffer stack_buffer; /* the buffer on the stack that it was given */
    hw_sid type;       /* what it allocates, or an element of it; 0 unknown: see `untyped` */
    int64_t type_size; /* bytes; HW_SIZE_UNKNOWN */
    bool pointer_free; /* of the type, where it is known */
    hw_untyped untyped;
    hw_sid lost; /* of NO_CALL: the inlined function whose frame the profiler lost; 0 unknown */
    hw_sid
        compiled_by; /* of closures: the package that compiled the code, as in names; 0 unknown */
} hw_allocation_call;

/* The calls inside of the runtime that led from a sample's leaf to the allocator. Only the text
 * form has them, as return addresses, innermost first; a program names them. */
typedef struct hw_inner {
    uint32_t addresses_at, addresses; /* into inner_addresses */
    hw_sid callee;                    /* what the leaf called: runtime.makeslice; 0 unknown */
    bool collector; /* a collection began inside of the allocation, and the memory is its own */
} hw_inner;

typedef struct hw_sample {
    uint32_t stack_at, depth; /* into stack_ids; depth 0: no stack was written */
    int64_t size;             /* bytes of one object (its size class), or HW_SIZE_UNKNOWN */
    hw_values values;
    uint32_t inner; /* index, or HW_NONE: not known */
    bool repeated;  /* its input has it more than once: calls inside of the runtime, which Go leaves
                       out, tell them apart */
    bool both_many; /* … and more than a handful of small objects each time */
} hw_sample;

/* The text form states where functions begin. */
typedef struct hw_entry {
    uint64_t address;
    uint32_t location; /* of a call in the function, which is its last frame's */
} hw_entry;

typedef struct hw_profile_input {
    hw_str name;            /* without credentials */
    int64_t time_nanos;     /* 0 unknown */
    int64_t duration_nanos; /* 0: a state; else a difference over that time */
    int64_t period;         /* bytes per sample (MemProfileRate); 0 unknown */
    uint64_t samples;       /* written, before folding */
    uint64_t unpublished;   /* of them all-zero: allocated since the last GC cycle */
    uint32_t mappings_at, mappings;
    uint32_t locations_at, locations;
    uint32_t entries_at, entries;
    uint32_t kept_at, kept; /* samples, after folding */
    bool text;     /* the text form: no mappings but those found later, type arguments are [...] */
    bool off;      /* profiling was switched off: MemProfileRate is 0; samples are of before */
    bool evidence; /* the text form of another input: its samples are not added */
    bool older;    /* of the process of another input, and older: its samples are not added */
    bool merged;   /* … and added all the same */
    uint64_t content; /* a hash of its bytes */
} hw_profile_input;

typedef struct hw_profile {
    hw_strings *strings; /* borrowed, the session's */
    HW_VEC(hw_profile_input) inputs;
    HW_VEC(hw_function) functions;
    HW_VEC(hw_frame) frames;
    HW_VEC(hw_mapping) mappings;
    HW_VEC(hw_location) locations;
    HW_VEC(hw_allocation_call) allocations; /* by location; none: no binary was asked */
    HW_VEC(uint32_t) stack_ids;
    HW_VEC(hw_sample) samples;
    HW_VEC(hw_inner) inners;
    HW_VEC(uint64_t) inner_addresses;
    HW_VEC(hw_entry) entries;
    HW_VEC(hw_sid) linked;          /* of a survey: the names of all functions in the code */
    HW_VEC(hw_executable) programs; /* that were given with it */
    hw_sid named_by; /* 0, or the server that named functions of locations without frames */
    hw_values totals;
    unsigned present; /* bit (1u << hw_value): the profile has that value */
    int64_t period;   /* bytes per sample; 0 unknown or inputs differ; 1: every allocation */
    bool delta;       /* of an interval, and no state: values may be negative */
    bool merged;      /* profiles of one process are added up: no samples can be counted in it */
    bool stored;      /* … and not as net/http/pprof makes it: a store's sum or average, perhaps */
    hw_notes notes;
} hw_profile;

void hw_profile_init(hw_profile *p, hw_strings *strings);
void hw_profile_free(hw_profile *p);

/* Of a location; not `looked` where no binary was asked. */
hw_allocation_call hw_profile_allocation(const hw_profile *p, uint32_t location);

/* Where in the sample's stack the allocation was called, for a sample with a stack. That is the
 * leaf, but in a stack that lies in the runtime alone: since Go 1.26 these keep the frames of the
 * allocator, and there it is the first function that is none. */
uint32_t hw_sample_call(const hw_profile *p, const hw_sample *s);

/* Its values are added up: it is neither evidence only nor older. */
bool hw_input_counts(const hw_profile_input *in);
/* How many inputs do. */
size_t hw_profile_counted(const hw_profile *p);
bool hw_profile_has(const hw_profile *p, hw_value v);
/* HW_VALUES when there is no such value. */
hw_value hw_value_named(hw_str name);
/* Adds, saturating at the ends of int64; false when it had to. */
bool hw_values_add(hw_values *sum, const hw_values *more);
/* alloc_space - inuse_space, never below 0. */
int64_t hw_values_churned(const hw_values *v);

#endif
