/* records/json_files - finds the file of records for a position in a text log.
 */
#ifndef HW_RECORDS_JSON_FILES_H
#define HW_RECORDS_JSON_FILES_H

#include "model/claim.h"

/* Whether the file that a text prints can be the one that records name absolutely. */
bool hw_json_same_file(hw_str printed, hw_str absolute);

/* Finds the file of records for the positions of texts. */
typedef struct hw_json_files {
    const hw_claims *set;
    hw_index bases;    /* to files: the first of a package and base name; + files.len: of any */
    uint32_t *next;    /* of such an id: the next one of the same key */
    hw_index packages; /* to files: the first of a package */
    bool knows_mains;  /* some block without records by its name declares main */
    uint32_t mains;    /* packages of the text that may be the records' "main" */
    hw_sid main;       /* "main" */
    uint32_t last_block;
    hw_sid last_file; /* as printed */
    uint32_t last;    /* what they led to */
} hw_json_files;

/* To be freed also where it failed. */
hw_status hw_json_files_init(hw_json_files *m, hw_claims *set, hw_error *err);
void hw_json_files_free(hw_json_files *m);
/* HW_NONE where there is none, or more than one that it could be. */
uint32_t hw_json_file_of(hw_json_files *m, const hw_place *p);
/* The name of a block's package in records; HW_NONE for a text without headers. */
hw_sid hw_json_package_of(const hw_json_files *m, const hw_block *b);
/* The first file of a package's records, or HW_NONE. */
uint32_t hw_json_first_of(const hw_json_files *m, hw_sid package);
/* Whether the block's package has records at all. */
bool hw_json_has_records(const hw_json_files *m, const hw_block *b);

#endif
