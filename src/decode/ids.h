/* decode/ids - pprof's 64-bit ids become dense 32-bit ids in the order of their first sight.
 *
 * Ids may be used before they are defined; what is still undefined at the end is refused. Private.
 */
#ifndef HW_DECODE_IDS_H
#define HW_DECODE_IDS_H

#include <stdbool.h>

#include "base/index.h"
#include "base/vec.h"

typedef struct hw_id_entry {
    uint64_t id;
    uint64_t at; /* offset of its first sight */
    bool defined;
} hw_id_entry;

typedef struct hw_ids {
    HW_VEC(hw_id_entry) list;
    uint32_t *direct; /* dense ids of small ids, HW_NONE where unseen */
    size_t direct_size;
    hw_index large;
} hw_ids;

/* The dense id, added where new. 2^32 - 1 ids count as all memory. */
HW_MEM hw_ids_put(hw_ids *m, uint64_t id, uint64_t at, uint32_t *ret);
/* The first that was used and never defined, or NULL. */
const hw_id_entry *hw_ids_undefined(const hw_ids *m);
void hw_ids_free(hw_ids *m);

#endif
