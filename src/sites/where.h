/* sites/where - the same file under the names that profile and log give it.
 *
 * A place has two names (docs/join.md, "Identity"). The *block* is the package whose compilation
 * made the machine code; the function's name tells it. The *path* is import path and base name of
 * the source file. Absolute prefixes need not agree: the paths of both sides are brought to one
 * form.
 */
#ifndef HW_SITES_WHERE_H
#define HW_SITES_WHERE_H

#include "base/buf.h"
#include "base/index.h"
#include "base/mem.h"
#include "base/strings.h"
#include "base/vec.h"
#include "go/function_name.h"
#include "model/claim.h"
#include "model/profile.h"

typedef struct hw_known_package {
    hw_sid package;
    uint32_t next; /* another one with the same last element, or HW_NONE */
} hw_known_package;

/* Who knows a package. */
typedef enum hw_known_by { HW_KNOWN_BLOCK = 1, HW_KNOWN_PROFILE = 2 } hw_known_by;

typedef struct hw_where {
    hw_strings *strings;
    const hw_claims *claims;
    HW_VEC(hw_known_package) packages; /* of the log's blocks and the profile's functions */
    HW_VEC(uint32_t) by_last; /* by the sid of a last path element: into packages, or HW_NONE */
    HW_VEC(uint8_t) known;    /* by sid: bits of hw_known_by */
    HW_VEC(hw_sid)
    line_names; /* by sid of a name, or of a path's end: the package of a function in
                that file, where the directory is not called so; HW_NONE: several */
    HW_VEC(hw_sid)
    dirs;                   /* by sid of an absolute directory: the package of the plain functions
                               whose files lie there; HW_NONE: several */
    HW_VEC(uint8_t) placed; /* by block: the cwd makes the directory of its files its package */
    HW_VEC(uint8_t)
    ignored; /* by block: a test variant of another binary, or the plain package beside one */
    HW_VEC(hw_sid) mains; /* packages that declare main */
    hw_sid cwd;           /* import path of the directory the log's paths are relative to */
    bool has_cwd;
    hw_sid main_dir;  /* without headers: where the files of package main lie; else 0 */
    bool test_binary; /* the profile is of one */
    bool headers;     /* the log has `# package` headers */
} hw_where;

/* Made by hw_where_init (sites/where_init). */
void hw_where_free(hw_where *w);

/* Adds a package to those that are known. */
HW_MEM hw_where_know(hw_where *w, hw_sid package, hw_known_by by);
/* The first of the known packages whose last element is the directory's; the others follow by
 * `next`. HW_NONE: there is none. */
uint32_t hw_where_same_last(const hw_where *w, hw_str dir);
/* How many trailing elements a directory shares with an import path. Major versions (`/v2`), which
 * directories mostly lack, are passed over. */
unsigned hw_path_common_tail(hw_str dir, hw_str package);

/* A file name with slashes and without a drive: ./x.go and /d/x.go. Windows prints .\x.go and
 * C:\d\x.go in logs, C:/d/x.go in profiles. */
HW_MEM hw_where_slashes(hw_strings *strings, hw_str name, hw_str *ret);

/* The import path in a function's name: gopkg.in/yaml%2ev3 is gopkg.in/yaml.v3. */
HW_MEM hw_where_package(hw_strings *strings, hw_str escaped, hw_sid *ret);

/* The package that a directory is called after: an external test package lives in the directory of
 * the package it tests. */
HW_MEM hw_where_directory(const hw_where *w, hw_sid package, hw_sid *ret);

typedef struct hw_frame_where {
    hw_sid package; /* import path of the function's package; of package main, the log's name */
    hw_sid path;    /* import path/base of the file */
    bool main;      /* the function's package is main */
    bool compiled;  /* `package` is the one that compiled it, not that of its name */
    hw_func_name name;
} hw_frame_where;

HW_MEM hw_where_frame(const hw_where *w, const hw_function *function, hw_frame_where *ret);
/* The program says that `package` compiled the function, whatever its name says: corrects `of`. */
HW_MEM hw_where_compiled(const hw_where *w, const hw_function *function, hw_sid package,
                         hw_frame_where *of);
/* The path of a file as the log printed it in that block. */
HW_MEM hw_where_file(const hw_where *w, uint32_t block, hw_sid file, hw_sid *ret);

#endif
