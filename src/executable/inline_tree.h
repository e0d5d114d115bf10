/* executable/inline_tree - which calls were inlined at a PC.
 *
 * Sources: runtime/symtabinl.go and traceback.go (tracebackPCs) from Go 1.18 on.
 */
#ifndef HW_EXECUTABLE_INLINE_TREE_H
#define HW_EXECUTABLE_INLINE_TREE_H

#include "executable/program_parts.h"

/* hw_image_frames_of a program. */
hw_status hw_inline_tree_frames(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err);

/* hw_image_inlined_callee of a program. */
hw_status hw_inline_tree_callee(hw_image *image, uint64_t pc, hw_str *ret, hw_error *err);

#endif
