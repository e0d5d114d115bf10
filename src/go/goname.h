/* go/goname - names and expressions of the compiler: made readable, and what files say. */
#ifndef HW_GO_GONAME_H
#define HW_GO_GONAME_H

#include "base/buf.h"

/* Whether a package is of the standard library, by its import path. */
bool hw_go_std(hw_str package);

/* Directories of import paths at its start, GC shapes of generics and dictionary arguments left
 * out, and of "x/v2.F" the version: "x.F". Replaces what `to` held; HW_NOMEM or HW_LIMIT, without
 * an error text. */
hw_status hw_go_name(hw_str name, hw_buf *to);
/* Of a function as its package has it: "store.(*Store).Blob". */
hw_status hw_go_function(hw_str package, hw_str function, hw_buf *to);
/* The same, but for the directories. */
hw_status hw_go_expression(hw_str text, hw_buf *to);
/* The length of the hash that it begins with; 0: with none. Go 1.27 appends one to the names of
 * closures in inlined functions: "#", 11 of base64, "=#". */
size_t hw_go_inline_hash(hw_str s);
/* "p.F[go.shape.int]", "p.F[...]" and "p.F" are one function to those who compare the names that
 * logs, profiles and programs have for it: without what is in brackets. */
hw_status hw_go_plain(hw_str name, hw_buf *to);
/* The file lies in the runtime: its allocations are the runtime's, whatever the function's name
 * (linkname shims: reflect.unsafe_New, time.newTimer …). */
bool hw_go_runtime_file(hw_str file);

#endif
