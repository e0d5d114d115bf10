/* A text of more than 4 GiB: offsets, lengths and line numbers are those of its bytes. The same few
 * megabytes are mapped again and again, so it takes no memory. */
#define _GNU_SOURCE /* memfd_create */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "claims/route.h"
#include "diag_text.h"

enum { TILE = 2 << 20, TILES = 2200, EDGE = 2047 /* the last below 4 GiB */, LINE = 1 << 16 };

/* Contents of a tile: lines at its start, lines at its end, long lines of the go command between.
 */
typedef struct tile {
    const char *start, *end;
} tile;

static const tile filler = {"", ""};
static const tile first = {"# first\na.go:1:2: x escapes to heap\n", ""};
static const tile below = {"", "a.go:7:3: y escapes to heap in f:\n"};
static const tile above = {"a.go:7:3:   flow: {heap} = &y:\n"
                           "a.go:7:3:     from &y (address-of) at a.go:7:3\n"
                           "a.go:7:3: y escapes to heap\n"
                           "# second\nb.go:2:2: moved to heap: z\n",
                           ""};
static const tile last = {"", "b.go:3:3: leaking param: p\nwhat is this?\nb.go:4:4: w does not "
                              "escape"};

static uint64_t lines_of(const char *text)
{
    uint64_t n = 0;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

/* Writes the tile; returns how many lines it has. */
static uint64_t write_tile(int fd, size_t slot, const tile *t)
{
    static char bytes[TILE];
    size_t at = strlen(t->start), end = TILE - strlen(t->end);
    uint64_t lines = lines_of(t->start) + lines_of(t->end);
    memset(bytes, 'x', sizeof bytes);
    memcpy(bytes, t->start, at);
    memcpy(bytes + end, t->end, TILE - end);
    for (size_t stop; at < end; at = stop, lines++) {
        stop = at + LINE < end - 8 ? at + LINE : end;
        memcpy(bytes + at, "go: ", 4);
        bytes[stop - 1] = '\n';
    }
    assert_int_equal(pwrite(fd, bytes, TILE, (off_t)(slot * TILE)), TILE);
    return lines;
}

/* Maps the text: *lines_below are those of the tiles before number EDGE + 1. */
static char *map_text(uint64_t *lines, uint64_t *lines_below)
{
    const tile *const slots[] = {&filler, &first, &below, &above, &last};
    uint64_t count[5];
    int fd = memfd_create("tiles", MFD_CLOEXEC);
    char *text = mmap(NULL, (size_t)TILE * TILES, PROT_NONE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (fd < 0 || text == MAP_FAILED)
        skip(); /* no address space */
    for (size_t i = 0; i < 5; i++)
        count[i] = write_tile(fd, i, slots[i]);
    *lines = 0;
    for (size_t i = 0; i < TILES; i++) {
        size_t slot = i == 0 ? 1 : i == EDGE ? 2 : i == EDGE + 1 ? 3 : i == TILES - 1 ? 4 : 0;
        void *at = text + i * TILE;
        assert_ptr_equal(
            mmap(at, TILE, PROT_READ, MAP_SHARED | MAP_FIXED, fd, (off_t)(slot * TILE)), at);
        if (i == EDGE + 1)
            *lines_below = *lines;
        *lines += count[slot];
    }
    close(fd);
    return text;
}

static void check(const test_log *l, uint64_t lines, uint64_t below_edge)
{
    const hw_claims *c = &l->claims;
    const uint64_t edge = (uint64_t)TILE * (EDGE + 1), size = (uint64_t)TILE * TILES;
    assert_int_equal(c->lines, lines + 1); /* the last has no newline */
    assert_int_equal(c->blocks.len, 2);
    assert_int_equal(c->blocks.at[1].line, below_edge + 4);
    assert_int_equal(c->blocks.at[0].len, c->blocks.at[1].at);
    assert_int_equal(c->blocks.at[1].at + c->blocks.at[1].len, size);
    assert_int_equal(c->list.len, 4);
    test_claim(l, 0, "x escapes to heap");
    const hw_claim *y = test_claim(l, 1, "y escapes to heap");
    assert_true(y->at > edge);
    test_claim(l, 2, "moved to heap: z");
    const hw_claim *w = test_claim(l, 3, "w does not escape");
    assert_int_equal(w->at, size - strlen("w does not escape"));
    assert_int_equal(c->leaks.len, 1);
    assert_int_equal(c->not_understood.len, 1);
    assert_int_equal(c->not_understood.at[0].line, lines);
    assert_true(c->not_understood.at[0].at > edge);

    /* the explanation goes over the edge */
    uint64_t cursor = 0;
    hw_step step;
    assert_int_not_equal(y->route, HW_NONE);
    const hw_route *route = &c->routes.at[y->route];
    assert_true(route->at < edge && route->at + route->len > edge);
    assert_true(hw_route_step(c, route, &cursor, &step) && step.is_flow);
    assert_true(hw_route_step(c, route, &cursor, &step));
    test_str(step.from, "&y");
    assert_int_equal(step.line, 7);
    assert_false(hw_route_step(c, route, &cursor, &step));
}

static void over_four_gigabytes(void **state)
{
    static const unsigned threads[] = {1, 2};
    uint64_t lines, below_edge = 0;
    (void)state;
    assert_true(sizeof(size_t) > 4);
    char *text = map_text(&lines, &below_edge);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        test_log l;
        hw_error err;
        test_log_init(&l);
        l.claims.threads = threads[i];
        hw_str all = {text, (size_t)TILE * TILES};
        if (hw_diag_read(&l.claims, HW_STR("large"), all, NULL, &err) != HW_OK ||
            hw_diag_finish(&l.claims, &err) != HW_OK)
            fail_msg("%s", err.message);
        check(&l, lines, below_edge);
        test_log_free(&l);
    }
    munmap(text, (size_t)TILE * TILES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(over_four_gigabytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
