/* base/libarchive - libarchive, loaded when the first tar is met: it brings a dozen others with it,
 * a C++ runtime and the tables of Unicode among them (base/library.h).
 */
#ifndef HW_BASE_LIBARCHIVE_H
#define HW_BASE_LIBARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#include "base/str.h"
#include "heapwitness/types.h"

/* What is used of it; without "archive_". */
#define HW_ARCHIVE_FUNCTIONS(X)                                                                    \
    X(entry_filetype)                                                                              \
    X(entry_hardlink)                                                                              \
    X(error_string)                                                                                \
    X(read_data_block)                                                                             \
    X(read_free)                                                                                   \
    X(read_new)                                                                                    \
    X(read_next_header)                                                                            \
    X(read_open_memory)                                                                            \
    X(read_support_format_tar)                                                                     \
    X(version_number)

typedef struct hw_archive_functions {
#define X(name) __typeof__(&archive_##name) name;
    HW_ARCHIVE_FUNCTIONS(X)
#undef X
} hw_archive_functions;

/* Loads it, once; any thread may. HW_IO where it is not there: then `name`, an input, cannot be
 * read. */
hw_status hw_archive_load(hw_str name, hw_error *err);
/* Only behind a successful hw_archive_load. */
const hw_archive_functions *hw_archive(void);

#endif
