/* sites/site_lines - what the sites ask of the log.
 *
 * A site's claims stand at its physical line. Those of the stand-alone copy of what was inlined
 * there stand at its innermost line.
 */
#ifndef HW_SITES_SITE_LINES_H
#define HW_SITES_SITE_LINES_H

#include "base/mem.h"
#include "sites/lines.h"
#include "sites/site.h"

typedef struct hw_site_lines {
    uint32_t line, inner_line; /* ids of wanted lines: physical, innermost; HW_NONE */
    hw_frame_where inner;      /* of the innermost frame, where the site has inlined ones */
} hw_site_lines;

typedef HW_VEC(hw_site_lines) hw_site_line_list; /* by site */

/* Asks for the lines of all sites, and of all calls in the stacks; then reads the log. `ret` is
 * zeroed; to be freed in any case. */
HW_MEM hw_site_lines_make(hw_site_line_list *ret, hw_lines *lines, const hw_sites *sites,
                          const hw_profile *profile);

#endif
