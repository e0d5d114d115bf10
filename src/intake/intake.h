/* intake - a locator becomes bytes: fetched, inflated, bounded.
 *
 * Locators are those of intake/sources: a file path; `-` (standard input); http:// and https://
 * URLs; `host:port` for profiles, which means http://host:port/debug/pprof/heap. A file that exists
 * wins over `host:port`. gzip is known by its magic (also several members, and zero padding behind
 * the last, as gzip(1) reads them); anything else passes as it is. An HTTP answer with
 * Content-Encoding: gzip is unpacked once more. What identifies the user goes to the URL's own
 * origin only, not along a redirect. A FIFO is waited for until somebody writes. Refused by name
 * and offset: a directory, an empty input, trailing garbage behind the last member, a cut stream, a
 * corrupted one, more than the limits allow, HTTP errors, refused connections, time-outs, protocols
 * other than http and https (also by redirect).
 */
#ifndef HW_INTAKE_INTAKE_H
#define HW_INTAKE_INTAKE_H

#include "heapwitness/types.h"
#include "intake/held_text.h"
#include "intake/intake_settings.h"

/* Streams the inflated profile bytes into `sink` while they arrive. An error that the sink returns
 * ends the transfer and is returned as it is. */
hw_status hw_intake_profile(const hw_intake *in, hw_str locator, const hw_byte_sink *sink,
                            hw_error *err);

/* A whole text. A directory of -json records becomes one text of all its files (docs/inputs.md),
 * with zeros up to the next page behind each where they are mapped. Plain regular files are mapped,
 * all else is held in memory. */
hw_status hw_intake_text(const hw_intake *in, hw_str locator, hw_text *ret, hw_error *err);
/* Whether a profile's locator leads to a server. */
bool hw_intake_is_remote(hw_str locator);
#endif
