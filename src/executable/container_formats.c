#include "executable/container_formats.h"

#include "base/error.h"
#include "executable/elf_format.h"

static const hw_container_format *const formats[] = {&hw_elf_format};

hw_status hw_container_read(const hw_file *file, hw_container *ret, hw_error *err)
{
    *ret = (hw_container){.file = *file};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        bool mine;
        ret->format = formats[i];
        HW_TRY(formats[i]->read(ret, &mine, err));
        if (mine)
            return HW_OK;
    }
    return hw_fail(err, HW_UNSUPPORTED, file->name, "is no ELF program");
}
