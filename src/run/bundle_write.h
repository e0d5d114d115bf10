/* run/bundle_write - a bundle: one gzip file of three members, the head, the text, the JSON records
 * (docs/formats.md, heapwitness.bundle/1). */
#ifndef HW_RUN_BUNDLE_WRITE_H
#define HW_RUN_BUNDLE_WRITE_H

#include <time.h>

#include "run/recorded_identity.h"
#include "run/workdir.h"

/* What the head says. */
typedef struct hw_bundle_head {
    const hw_go_command *command;
    const hw_go_facts *facts;
    const hw_words *words;   /* the command as it was given */
    const hw_words *gcflags; /* as they were used, -json left out */
    const hw_identity *identity;
    time_t time;
    double seconds;
    int exit_code;
    uint64_t packages, lines, text_bytes, json_bytes;
} hw_bundle_head;

/* `text` is a member already; `records` are the files of -json's folder. */
hw_status hw_bundle_write(const hw_bundle_head *head, const hw_found_file *text,
                          const hw_found_files *records, const hw_byte_sink *to, hw_error *err);

#endif
