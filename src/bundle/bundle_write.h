/* bundle/bundle_write - writes heapwitness.bundle/2 (docs/formats.md): one gzip file of three
 * members, the head, the text, the JSON records. Nothing here knows how a build is run. */
#ifndef HW_BUNDLE_BUNDLE_WRITE_H
#define HW_BUNDLE_BUNDLE_WRITE_H

#include <time.h>

#include "base/str.h"
#include "base/vec.h"
#include "bundle/gzip.h"
#include "model/build_info.h"

typedef struct hw_bundle_words {
    HW_VEC(hw_str) list;
} hw_bundle_words;

/* What the head says. Views are borrowed, the lists are the head's. Whoever fills it keeps secrets
 * out. */
typedef struct hw_bundle_head {
    time_t time;
    double seconds;
    hw_str go_version, goos, goarch;
    hw_bundle_words command; /* as it was given */
    hw_str dir;
    HW_VEC(hw_setting) env;
    hw_bundle_words gcflags; /* as they were used, -json left out */
    hw_bundle_words flags;   /* the build's others */
    int exit_code;
    const char *vcs, *revision, *revision_time; /* NULL: not known; the time as RFC 3339 */
    int modified;                               /* -1: not known */
    HW_VEC(hw_build_info) binaries;             /* that the build wrote */
    const hw_module *modules;                   /* that were linked; borrowed */
    size_t module_count;
    uint64_t packages, lines, text_bytes, json_bytes;
} hw_bundle_head;

void hw_bundle_head_free(hw_bundle_head *h);

/* A part of the bundle, by whoever writes its bytes. */
typedef struct hw_bundle_part {
    hw_gzip_writer *write;
    const void *what;
} hw_bundle_part;

/* `text` writes a gzip member already; `records` writes the files of -json's folder one after the
 * other, as they are. */
hw_status hw_bundle_write(const hw_bundle_head *head, hw_bundle_part text, hw_bundle_part records,
                          const hw_byte_sink *to, hw_error *err);

#endif
