/* cli/binary_path - programs found by build id in the folders of PPROF_BINARY_PATH. */
#ifndef HW_CLI_BINARY_PATH_H
#define HW_CLI_BINARY_PATH_H

#include "session/session.h"

/* Looks for the program of each mapping whose build id no known program has, and adds those that
 * are found. Not to find one, or not to be able to read it, is no error. */
hw_status hw_binary_path_search(hw_session *s, hw_error *err);

#endif
