#include "cli/args.h"

void hw_args_free(hw_args *a)
{
    hw_vec_free(&a->headers);
    hw_vec_free(&a->claims);
    hw_vec_free(&a->binaries);
    hw_vec_free(&a->listings);
    hw_vec_free(&a->profiles);
    hw_vec_free(&a->packages);
    hw_vec_free(&a->only_packages);
    hw_vec_free(&a->inputs);
    hw_arena_free(&a->arena);
}
