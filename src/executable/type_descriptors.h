/* executable/type_descriptors - abi.Type, whose first 48 bytes are the same from Go 1.18 on.
 *
 * Sources: internal/abi/type.go, before 1.21 runtime/type.go; names: runtime/type.go, (name).data.
 */
#ifndef HW_EXECUTABLE_TYPE_DESCRIPTORS_H
#define HW_EXECUTABLE_TYPE_DESCRIPTORS_H

#include "executable/image_types.h"

/* hw_image_type of what has descriptors in its bytes. */
hw_status hw_descriptor_at(hw_image *image, uint64_t address, hw_type *ret, hw_error *err);

#endif
