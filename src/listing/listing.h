/* listing/listing - the compiler's assembly listing (-gcflags=-S) as an image.
 *
 * A listing has the machine code of each function, and the symbols whose addresses the linker is to
 * put into it. So it is linked in memory and examined like a program, by the same code. What it
 * lacks is the callers of inlined code: -S prints the innermost position alone. With
 * -d=pctab=pctoinline the compiler also prints its tables of inlined calls, and all frames are
 * known. Without them the innermost frame has no function and the physical one has no line.
 *
 * The text is hostile. Listings of amd64 and arm64, of all known versions of Go; packages may
 * follow each other, with headers between, and anything may stand around the listings.
 *
 * Sources: cmd/internal/obj, objfile.go (writeSymDebugNamed), util.go (InnermostString), pcln.go
 * (funcpctab), inl.go (dumpInlTree).
 */
#ifndef HW_LISTING_LISTING_H
#define HW_LISTING_LISTING_H

#include "executable/image.h"

typedef struct hw_listing_text {
    hw_str name; /* for messages */
    hw_str bytes;
} hw_listing_text;

/* The texts are borrowed, and the image keeps none of their bytes. A function may be listed twice
 * (instances of generic code, in each package that needs them): the largest one counts, as it does
 * for the linker (cmd/link/internal/loader, addSym). `go`: the minor version of Go that wrote the
 * listings; 0 where it is not known. HW_UNSUPPORTED: another machine, or a listing of the outermost
 * lines (-S=2); HW_FORMAT: a cut or damaged one, or none; HW_LIMIT. */
hw_status hw_listing_image(const hw_listing_text *texts, size_t n, unsigned go, hw_image **ret,
                           hw_error *err);
/* The minor version of Go that wrote a listing; 0: not known, or no listing. */
unsigned hw_listing_go(const hw_image *image);
/* Functions of a listing whose inlined calls are not known: it has no tables of them. */
uint64_t hw_listing_unresolved(const hw_image *image);

#endif
