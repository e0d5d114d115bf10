/* executable/pclntab - the function table and the PC-value tables of Go's line table.
 *
 * Sources: runtime/symtab.go, runtime2.go (_func) from Go 1.18 on.
 */
#ifndef HW_EXECUTABLE_PCLNTAB_H
#define HW_EXECUTABLE_PCLNTAB_H

#include "executable/program_parts.h"

/* As hw_image_source wants them. */
uint32_t hw_pclntab_functions(const hw_image *image);
hw_status hw_pclntab_function_at(hw_image *image, uint32_t index, hw_image_function *ret,
                                 hw_error *err);
hw_status hw_pclntab_function_of(hw_image *image, uint64_t pc, hw_image_function *ret,
                                 hw_error *err);
hw_status hw_pclntab_line(hw_image *image, const hw_image_function *f, uint32_t pc, hw_str *file,
                          uint32_t *line, hw_error *err);
hw_status hw_pclntab_boundary(hw_image *image, const hw_image_function *f, uint32_t pc,
                              uint32_t *ret, hw_error *err);

hw_status hw_pclntab_has_file(hw_image *image, uint64_t pc, hw_str base, bool *ret, hw_error *err);

/* Counts a name that is told, of a function, a file or a frame. HW_FORMAT where all of them, as
 * often as they were told, are more than the size of the file and the number of questions explain:
 * tables may refer to one long name, or to one deep tree of calls, from everywhere. */
hw_status hw_pclntab_tell(hw_program *p, hw_str name, hw_error *err);
/* A name by its offset in the table of names. */
hw_status hw_function_name(hw_program *p, uint32_t offset, hw_str *ret, hw_error *err);
/* Where the files of the function's object file begin in the line table's list of files. */
hw_status hw_function_files(hw_program *p, const hw_image_function *f, uint32_t *ret,
                            hw_error *err);
/* The largest value in the table of PCDATA `which` of a function; -1: it has none. */
hw_status hw_pcdata_most(hw_program *p, const hw_image_function *f, unsigned which, int32_t *ret,
                         hw_error *err);
/* The value of the table of PCDATA `which` of a function, for a PC counted from its entry. -1 where
 * the table has none. */
hw_status hw_pcdata_value(hw_program *p, const hw_image_function *f, unsigned which, uint32_t pc,
                          int32_t *ret, hw_error *err);
/* Address of FUNCDATA `which`; 0: it has none. */
hw_status hw_funcdata(hw_program *p, const hw_image_function *f, unsigned which, uint64_t *ret,
                      hw_error *err);

#endif
