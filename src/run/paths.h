/* run/paths - paths as text: nothing is looked up, links are not followed. */
#ifndef HW_RUN_PATHS_H
#define HW_RUN_PATHS_H

#include "base/arena.h"

/* Absolute, without ".", ".." and double slashes; `base` is absolute. NULL when out of memory. */
const char *hw_path_absolute(hw_arena *a, const char *base, const char *path);
/* The path that leads from the folder `from` to `to`, both absolute and clean: ".", "./x" or
 * "../x". */
const char *hw_path_relative(hw_arena *a, const char *from, const char *to);
/* "./x", "../x", "." and "..", which the go command takes for paths and not for packages. */
bool hw_path_local(hw_str word);
/* The current folder, by the name that PWD has for it if that is right: this is how the go command
 * calls it. NULL with errno set. */
const char *hw_path_here(hw_arena *a);

#endif
