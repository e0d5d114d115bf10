/* base/libcapstone - libcapstone, which decodes machine code, loaded with the first function that
 * is decoded: its tables are megabytes. Its functions are called through a table:
 * hw_capstone()->option(). */
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

typedef struct hw_capstone_target {
    cs_arch arch;
    cs_mode mode;
    uint8_t nop[4]; /* an instruction of it */
    size_t nop_size;
} hw_capstone_target;

/* A handle with details, and an instruction for it, both to be closed and freed by the caller.
 * capstone itself crashes where it gets no memory for its tables; this is CS_ERR_MEM then. */
cs_err hw_capstone_open(const hw_capstone_target *target, csh *handle, cs_insn **insn);

#endif
