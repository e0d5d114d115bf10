/* intake/record_texts - the files of -gcflags=-json=0,DIR, from a directory become one text: one
 * file after the other, each starting with its header record. Private to the room.
 *
 * What is no such file is skipped and counted; nothing left is an error. Links are not followed.
 */
#ifndef HW_INTAKE_RECORD_TEXTS_H
#define HW_INTAKE_RECORD_TEXTS_H

#include "intake/intake.h"

/* `fd` is an open directory; it stays open. Files whose names end with ".json", by their paths. */
hw_status hw_records_of_directory(const hw_intake *in, int fd, hw_str name, hw_text *ret,
                                  hw_error *err);

#endif
