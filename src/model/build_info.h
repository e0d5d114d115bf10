/* model/build_info - what a program says of its build: which code it is, and how it was made.
 *
 * Read from the program's file (executable/program.h), or from the head of a bundle that names the
 * programs of a recorded build. Nothing in it is proven: it is what the file says.
 *
 * Texts and lists lie in an arena of whoever fills it, who keeps that arena as long as this; there
 * is nothing to free here. Texts are NUL-terminated, and empty where the file does not say.
 */
#ifndef HW_MODEL_BUILD_INFO_H
#define HW_MODEL_BUILD_INFO_H

#include "base/str.h"

/* A module that was linked. */
typedef struct hw_module {
    hw_str path, version, sum; /* sum empty: replaced by a folder, or the main module */
    bool replaced;
    hw_str by_path, by_version, by_sum; /* what replaces it */
} hw_module;

/* A setting of the build: -ldflags, CGO_ENABLED, vcs.revision … */
typedef struct hw_setting {
    hw_str key, value;
} hw_setting;

typedef struct hw_modules {
    hw_module *at;
    size_t len;
} hw_modules;

typedef struct hw_settings {
    hw_setting *at;
    size_t len;
} hw_settings;

typedef struct hw_build_info {
    hw_str file;           /* the program, as it was given or as the bundle calls it */
    uint64_t size;         /* of the file; 0 unknown */
    hw_str pclntab_sha256; /* of the section .gopclntab, in hex: the same functions and lines */
    hw_str gnu_build_id;   /* in hex */
    hw_str go_build_id;
    bool go;                 /* has Go's build information or line table */
    bool old_build_info;     /* in the form before Go 1.18, which is not read */
    hw_str go_version, path; /* path: import path of the main package */
    hw_module module;        /* the main module */
    hw_modules modules;      /* the others */
    hw_settings settings;
} hw_build_info;

/* The value of a setting; empty where it is not there. */
hw_str hw_build_setting(const hw_build_info *b, const char *key);
/* What was linked: the module, or what replaced it. */
hw_str hw_module_path(const hw_module *m);
hw_str hw_module_version(const hw_module *m);

#endif
