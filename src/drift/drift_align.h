/* drift/drift_align - which of A's claims is which of B's: two sequences of keys.
 *
 * First come the pairs of a longest common subsequence, where the two are close (Myers' O(ND), up
 * to a bound). Then equal keys that are left are paired in order: code that was moved. The answer
 * for (b, a) is that for (a, b).
 */
#ifndef HW_DRIFT_DRIFT_ALIGN_H
#define HW_DRIFT_DRIFT_ALIGN_H

#include "base/mem.h"
#include "base/strings.h"

typedef struct hw_sequence {
    const hw_sid *keys;
    size_t n;
    uint32_t *partner; /* by element: its place in the other sequence, or HW_NONE; filled */
} hw_sequence;

/* `strings` holds the keys. */
HW_MEM hw_align(const hw_strings *strings, hw_sequence *a, hw_sequence *b);

#endif
