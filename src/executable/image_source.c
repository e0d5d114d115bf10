#include "executable/image_source.h"

HW_MEM hw_image_init(hw_image *image, const hw_image_source *source, hw_str name)
{
    char *copy = hw_mem_alloc(name.n + 1, 1);
    image->source = source;
    image->file.fd = -1;
    if (!copy)
        return HW_MEM_OUT;
    if (name.n)
        memcpy(copy, name.p, name.n);
    copy[name.n] = '\0';
    image->name = (hw_str){copy, name.n};
    return HW_MEM_OK;
}
