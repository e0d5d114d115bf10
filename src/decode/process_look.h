/* decode/process_look - what a profile shows of the process that wrote it, and which of several one
 * process wrote.
 *
 * A process counts what it allocates from its start on, so a later profile of it has all stacks of
 * an earlier one, and no counter is smaller. Two instances of a service have the same stacks, but
 * chance decides what was sampled where. And Linux gives each process another place for its vdso.
 */
#ifndef HW_DECODE_PROCESS_LOOK_H
#define HW_DECODE_PROCESS_LOOK_H

#include "model/profile.h"

/* Of one stack and object size, since the process began. */
typedef struct hw_counter {
    uint64_t stack; /* a hash */
    int64_t objects, space;
} hw_counter;

typedef struct hw_look {
    hw_str name;
    uint64_t content; /* a hash of the input's bytes */
    uint64_t build;   /* a hash of where the program lies, 0: not known */
    uint64_t vdso;    /* where it begins, 0: not known */
    int64_t time_nanos, period, space;
    bool text;
    bool counts;                 /* it has counters that only grow */
    HW_VEC(hw_counter) counters; /* by stack */
} hw_look;

/* Takes nothing but the names and hashes, so that the profile may go. Looks are compared with those
 * of profiles with the same strings. */
HW_MEM hw_look_take(const hw_profile *p, size_t input, hw_look *ret);
void hw_look_free(hw_look *l);

/* newest[i]: the look to use in place of i, which is of the same input or process; i where there is
 * none. */
HW_MEM hw_looks_newest(const hw_look *looks, uint32_t n, uint32_t *newest);

#endif
