#include "go/size_class.h"

#include <stddef.h>

int64_t hw_size_class(int64_t bytes)
{
    static const int32_t classes[] = {
        8,     16,    24,    32,    48,    64,    80,    96,    112,   128,   144,   160,
        176,   192,   208,   224,   240,   256,   288,   320,   352,   384,   416,   448,
        480,   512,   576,   640,   704,   768,   896,   1024,  1152,  1280,  1408,  1536,
        1792,  2048,  2304,  2688,  3072,  3200,  3456,  4096,  4864,  5376,  6144,  6528,
        6784,  6912,  8192,  9472,  9728,  10240, 10880, 12288, 13568, 14336, 16384, 18432,
        19072, 20480, 21760, 24576, 27264, 28672, 32768,
    };
    enum { PAGE = 8192 };
    if (bytes <= 0)
        return 0;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (bytes <= classes[i])
            return classes[i];
    return bytes > INT64_MAX - PAGE ? INT64_MAX : (bytes + PAGE - 1) / PAGE * PAGE;
}

bool hw_size_of_collection(int64_t size)
{
    return size == 16 || size == 96 || size == 112;
}

bool hw_size_of_type_cache(int64_t size)
{
    static const int16_t classes[] = {48, 64, 80, 112, 144, 208, 288, 416, 576};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (size == classes[i])
            return true;
    return false;
}
