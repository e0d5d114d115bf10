/* intake/record_texts - the files of -gcflags=-json=0,DIR, from a directory or from a tar of it, become
 * one text: one file after the other, each starting with its header record. Private to the room.
 *
 * What is no such file is skipped and counted; nothing left is an error. Links are not followed.
 */
#ifndef HW_INTAKE_RECORD_TEXTS_H
#define HW_INTAKE_RECORD_TEXTS_H

#include "intake/intake.h"

/* `fd` is an open directory; it stays open. Files whose names end with ".json", by their paths. */
hw_status hw_records_of_directory(const hw_intake *in, int fd, hw_str name, hw_text *ret,
                                  hw_error *err);

/* By its magic. Archives of before 1988 have none and are no input. */
bool hw_is_tar(hw_str bytes);
/* Turns the bytes of a tar in `t` into the text, in their own memory where they are held. */
hw_status hw_records_of_tar(const hw_limits *limits, hw_str name, hw_text *t, hw_error *err);

/* Nothing of `looked_at` files was of use. */
hw_status hw_no_records(hw_str name, uint64_t looked_at, hw_error *err);
hw_status hw_too_many_files(const hw_limits *limits, hw_str name, hw_error *err);

#endif
