/* intake/directory - what the compiler wrote with -gcflags=-json=0,DIR becomes one text: one file
 * after the other (DIR/escaped%2Fpackage/file.json), each starting with its header record.
 *
 * What is no such file is skipped and counted; nothing left is an error. Links are not followed.
 */
#ifndef HW_INTAKE_DIRECTORY_H
#define HW_INTAKE_DIRECTORY_H

#include "intake/held_text.h"
#include "intake/intake_settings.h"

/* `fd` is an open directory; it stays open. Files whose names end with ".json", by their paths. */
hw_status hw_records_of_directory(const hw_intake *in, int fd, hw_str name, hw_text *ret,
                                  hw_error *err);

#endif
