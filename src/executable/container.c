#include "executable/container.h"

#include "base/error.h"

void hw_container_free(hw_container *c)
{
    hw_vec_free(&c->segments);
    hw_vec_free(&c->sections);
    hw_vec_free(&c->notes);
}

hw_status hw_container_damaged(const hw_container *c, hw_error *err, const char *what)
{
    return hw_fail(err, HW_FORMAT, c->file.name, "is a damaged %s file: %s; is it complete?",
                   c->format->name, what);
}
