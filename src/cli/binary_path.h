/* cli/binary_path - programs found by build id in the folders of PPROF_BINARY_PATH. */
#ifndef HW_CLI_BINARY_PATH_H
#define HW_CLI_BINARY_PATH_H

#include "session/session.h"

/* Adds to the session what is found for the mappings of its profiles that no program is known for
 * by its build id. What is not found, or cannot be read, is no error. */
hw_status hw_binary_path_search(hw_session *s, hw_error *err);

#endif
