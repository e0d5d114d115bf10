#include "cli/suggest.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { LENGTH_MAX = 32 };

static int letter(char c)
{
    return c == '_' ? '-' : tolower((unsigned char)c);
}

/* The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
 */
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][LENGTH_MAX + 1], n = strlen(a), m = strlen(b);
    if (n > LENGTH_MAX || m > LENGTH_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *row = rows[i % 3], *above = rows[(i - 1) % 3], *over = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            bool same = letter(a[i - 1]) == letter(b[j - 1]);
            size_t best = above[j - 1] + !same;
            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && letter(a[i - 1]) == letter(b[j - 2]) &&
                letter(a[i - 2]) == letter(b[j - 1]) && over[j - 2] + 1 < best)
                best = over[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[n % 3][m];
}

const char *hw_suggest(const char *given, const char *const *names)
{
    const char *best = NULL;
    size_t least = strlen(given) / 3 + 1;
    for (; *names; names++) {
        size_t d = distance(given, *names);
        if (d <= least && (d < least || !best)) {
            best = *names;
            least = d;
        }
    }
    return best;
}
