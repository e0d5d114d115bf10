/* executable/module_text - Go's build information, as debug/buildinfo reads it: a header of 32
 * bytes, then (from Go 1.18 on) two strings behind their lengths, the version and the module text.
 */
#ifndef HW_EXECUTABLE_MODULE_TEXT_H
#define HW_EXECUTABLE_MODULE_TEXT_H

#include "executable/file_bytes.h"
#include "model/build_info.h"

/* The build information that begins somewhere in `where`, at a multiple of 16 bytes. Nothing is
 * filled where there is none. */
hw_status hw_module_text_read(const hw_file *f, hw_range where, hw_arena *a, hw_build_info *ret,
                              hw_error *err);
/* Its text: lines "path", "mod", "dep", "=>", "build". What it says goes into the arena. Lines that
 * are none of these are passed over. */
hw_status hw_module_text_parse(hw_str text, hw_arena *a, hw_build_info *ret, hw_error *err);

#endif
