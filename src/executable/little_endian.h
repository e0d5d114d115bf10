/* executable/little_endian - numbers as amd64 and arm64 have them in memory. */
#ifndef HW_EXECUTABLE_LITTLE_ENDIAN_H
#define HW_EXECUTABLE_LITTLE_ENDIAN_H

#include <stdint.h>

static inline uint32_t hw_le32(const unsigned char *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static inline uint64_t hw_le64(const unsigned char *p)
{
    return (uint64_t)hw_le32(p + 4) << 32 | hw_le32(p);
}

#endif
