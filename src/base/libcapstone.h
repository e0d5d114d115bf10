/* base/libcapstone - libcapstone, which decodes machine code, loaded with the first function that
 * is decoded: its tables are megabytes. Its functions are called through a table:
 * hw_capstone()->open(). */
#ifndef HW_BASE_LIBCAPSTONE_H
#define HW_BASE_LIBCAPSTONE_H

#include <capstone/capstone.h>

#include "base/str.h"
#include "heapwitness/types.h"

/* What is used of it; without "cs_". */
#define HW_CAPSTONE_FUNCTIONS(X)                                                                   \
    X(close)                                                                                       \
    X(disasm_iter)                                                                                 \
    X(free)                                                                                        \
    X(malloc)                                                                                      \
    X(open)                                                                                        \
    X(option)                                                                                      \
    X(regs_access)                                                                                 \
    X(version)

typedef struct hw_capstone_functions {
#define X(name) __typeof__(&cs_##name) name;
    HW_CAPSTONE_FUNCTIONS(X)
#undef X
} hw_capstone_functions;

/* Loads it, once; any thread may. HW_IO where it is not there: then the machine code of `name`
 * cannot be read. */
hw_status hw_capstone_load(hw_str name, hw_error *err);
/* Only behind a successful hw_capstone_load. */
const hw_capstone_functions *hw_capstone(void);

#endif
