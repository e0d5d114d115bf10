/* model/executable - a program's file that was given beside the profiles: what it says of its build,
 * and whether the profiles are of it.
 */
#ifndef HW_MODEL_EXECUTABLE_H
#define HW_MODEL_EXECUTABLE_H

#include "base/strings.h"
#include "base/vec.h"

/* A setting of the build (-race, -tags, GOARCH, vcs.revision …). */
typedef struct hw_build_setting {
    hw_sid key, value;
} hw_build_setting;

/* A module that was linked, as what replaced it where something did. */
typedef struct hw_build_module {
    hw_sid path, version;
} hw_build_module;

typedef enum hw_fit {
    HW_FIT_UNKNOWN, /* nothing speaks for it or against it */
    HW_FIT_PROVEN,  /* build ids, or every function and line of the stacks */
    HW_FIT_OTHER, /* the profiles are of another program, or of another build of it */
} hw_fit;

/* Ids and digests are in hex; 0 where the file does not say. */
typedef struct hw_executable {
    hw_sid file;  /* as given */
    bool listing; /* no program: what the compiler listed of one (-S) */
    hw_sid pclntab_sha256, gnu_build_id, go_build_id;
    hw_sid go_version, path; /* path: import path of the main package */
    hw_sid module;           /* path of the main module */
    HW_VEC(hw_build_setting) settings;
    HW_VEC(hw_build_module) modules; /* the others */

    hw_fit fit;
    bool same_id;         /* proven by build ids */
    uint64_t compared;    /* locations whose frames both know */
    uint64_t differing;   /* … but state differently */
    uint64_t asked;       /* locations without frames */
    uint64_t symbolized;  /* … that have some now */
    uint64_t implausible; /* … whose address is no call in this program */
} hw_executable;

/* One odd place proves nothing: compilers make functions of their own, generators move lines, tools
 * rewrite profiles. Several, and one in twenty of all, do. */
static inline bool hw_telling(uint64_t against, uint64_t all)
{
    enum { ONE_IN = 20 };
    return against > 1 && against >= all / ONE_IN;
}

void hw_executable_free(hw_executable *p);
/* 0: it has no such setting. */
hw_sid hw_executable_setting(const hw_executable *p, const hw_strings *strings, const char *key);

#endif
