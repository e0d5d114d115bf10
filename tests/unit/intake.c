/* Inflate, files: everything of intake but HTTP (fault.http). */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <zlib.h>

#include "base/error.h"
#include "intake/inflate.h"
#include "intake/intake.h"

static hw_status collect(void *ctx, const void *data, size_t n, hw_error *err)
{
    (void)err;
    return hw_buf_add(ctx, data, n);
}

/* One gzip member. */
static void gzip(hw_buf *to, const void *data, size_t n)
{
    z_stream z = {0};
    unsigned char out[4096];
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    unsigned char *in = malloc(n ? n : 1);
    assert_non_null(in);
    memcpy(in, data, n);
    z.next_in = in;
    z.avail_in = (unsigned)n;
    int rc;
    do {
        z.next_out = out;
        z.avail_out = sizeof out;
        rc = deflate(&z, Z_FINISH);
        assert_int_equal(hw_buf_add(to, out, sizeof out - z.avail_out), HW_OK);
    } while (rc == Z_OK);
    assert_int_equal(rc, Z_STREAM_END);
    deflateEnd(&z);
    free(in);
}

static hw_status inflate_in(const char *data, size_t n, size_t piece, uint64_t max, uint64_t ratio,
                            hw_buf *out, hw_error *err)
{
    hw_inflate *z;
    hw_byte_sink to = {collect, out};
    hw_buf_clear(out);
    assert_int_equal(hw_inflate_new(HW_STR("in"), max, "profile", ratio, &to, &z, err), HW_OK);
    hw_byte_sink s = hw_inflate_sink(z);
    hw_status r = HW_OK;
    for (size_t i = 0; i < n && r == HW_OK; i += piece)
        r = s.write(s.ctx, data + i, n - i < piece ? n - i : piece, err);
    if (r == HW_OK)
        r = hw_inflate_finish(z, err);
    hw_inflate_free(z);
    return r;
}

static const char text[] =
    "the quick brown fox jumps over the lazy dog, twice: the quick brown fox";

static void assert_inflates(const hw_buf *in, const char *want, size_t n)
{
    hw_buf out = {0};
    hw_error err;
    for (size_t piece = 1; piece <= in->n + 1; piece = piece < 8 ? piece + 1 : piece * 2) {
        assert_int_equal(inflate_in(in->p, in->n, piece, 1 << 20, 100, &out, &err), HW_OK);
        assert_int_equal(out.n, n);
        assert_memory_equal(out.p, want, n);
    }
    hw_buf_free(&out);
}

static void assert_refused(const hw_buf *in, hw_status status, int64_t offset, const char *part)
{
    hw_buf out = {0};
    hw_error err;
    for (size_t piece = 1; piece <= in->n + 1; piece *= 2) {
        assert_int_equal(inflate_in(in->p, in->n, piece, 1 << 20, 100, &out, &err), status);
        assert_int_equal(err.offset, offset);
        assert_string_equal(err.input, "in");
        if (!strstr(err.message, part))
            fail_msg("'%s' is not in '%s'", part, err.message);
    }
    hw_buf_free(&out);
}

static void inflates_members_of_any_pieces(void **state)
{
    (void)state;
    hw_buf in = {0}, big = {0};
    gzip(&in, text, sizeof text);
    assert_inflates(&in, text, sizeof text);
    gzip(&in, "", 0);
    gzip(&in, text, 3);
    char both[sizeof text + 3];
    memcpy(both, text, sizeof text);
    memcpy(both + sizeof text, text, 3);
    assert_inflates(&in, both, sizeof both);
    assert_int_equal(hw_buf_add(&in, "\0\0\0", 3), HW_OK); /* padding */
    assert_inflates(&in, both, sizeof both);
    for (int i = 0; i < 9000; i++)
        assert_int_equal(hw_buf_printf(&big, "line %d of many\n", i * 7919), HW_OK);
    hw_buf_clear(&in);
    gzip(&in, big.p, big.n);
    assert_inflates(&in, big.p, big.n);
    hw_buf_free(&in);
    hw_buf_free(&big);
}

static void passes_on_what_is_not_gzip(void **state)
{
    (void)state;
    static const char *const plain[] = {"x",        "plain text", "\x1f", "\x1f\x1f\x8b",
                                        "\x1f\x8c", "\0\0"};
    static const size_t len[] = {1, 10, 1, 3, 2, 2};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        hw_buf in = {0};
        assert_int_equal(hw_buf_add(&in, plain[i], len[i]), HW_OK);
        assert_inflates(&in, plain[i], len[i]);
        hw_buf_free(&in);
    }
}

static void refuses_every_cut(void **state)
{
    (void)state;
    hw_buf in = {0}, out = {0};
    hw_error err;
    gzip(&in, text, sizeof text);
    for (size_t n = 2; n < in.n; n++)
        for (size_t piece = 1; piece <= n; piece = piece * 3) {
            assert_int_equal(inflate_in(in.p, n, piece, 1 << 20, 100, &out, &err), HW_FORMAT);
            assert_non_null(strstr(err.message, "cut short"));
            assert_int_equal(err.offset, n);
        }
    size_t first = in.n;
    gzip(&in, text, sizeof text);
    for (size_t n = first + 2; n < in.n; n++) {
        assert_int_equal(inflate_in(in.p, n, 5, 1 << 20, 100, &out, &err), HW_FORMAT);
        assert_int_equal(err.offset, n);
    }
    hw_buf_free(&in);
    hw_buf_free(&out);
}

static void refuses_every_flipped_byte_of_data(void **state)
{
    (void)state;
    hw_buf in = {0}, out = {0};
    hw_error err;
    gzip(&in, text, sizeof text);
    unsigned harmless = 0;
    for (size_t i = 10; i < in.n; i++) { /* behind the header, whose fields nobody checks */
        in.p[i] = (char)(in.p[i] ^ 0x80);
        hw_status s = inflate_in(in.p, in.n, 7, 1 << 20, 100, &out, &err);
        if (s == HW_OK) { /* an unused bit in the last byte of the data */
            harmless++;
            assert_int_equal(out.n, sizeof text);
            assert_memory_equal(out.p, text, sizeof text);
        } else {
            assert_int_equal(s, HW_FORMAT);
            assert_true(err.offset >= 10 && err.offset <= (int64_t)in.n);
        }
        in.p[i] = (char)(in.p[i] ^ 0x80);
    }
    assert_true(harmless <= 1);
    hw_buf_free(&in);
    hw_buf_free(&out);
}

static void refuses_tails_at_their_offset(void **state)
{
    (void)state;
    static const struct {
        const char *tail;
        size_t n, garbage;
    } rows[] = {{"x", 1, 0},
                {"\0x", 2, 1},
                {"\0\0\x1f\x8b", 4, 2},
                {"\x1f", 1, 0},
                {"\x1f"
                 "abc",
                 4, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hw_buf in = {0};
        gzip(&in, text, sizeof text);
        size_t end = in.n;
        assert_int_equal(hw_buf_add(&in, rows[i].tail, rows[i].n), HW_OK);
        assert_refused(&in, HW_FORMAT, (int64_t)(end + rows[i].garbage), "follows the end");
        hw_buf_free(&in);
    }
}

static void refuses_what_is_empty(void **state)
{
    (void)state;
    hw_buf in = {0};
    assert_refused(&in, HW_FORMAT, -1, "empty");
    gzip(&in, "", 0);
    assert_refused(&in, HW_FORMAT, -1, "empty inside its gzip stream");
    hw_buf_free(&in);
}

static hw_status count(void *ctx, const void *data, size_t n, hw_error *err)
{
    (void)data;
    (void)err;
    *(uint64_t *)ctx += n;
    return HW_OK;
}

static void bombs_stop_at_the_limit(void **state)
{
    (void)state;
    hw_buf in = {0};
    size_t n = 96u << 20;
    char *zeros = calloc(n, 1);
    assert_non_null(zeros);
    gzip(&in, zeros, n);
    free(zeros);
    static const struct {
        uint64_t max, ratio, stop;
        const char *option;
    } rows[] = {{1000, 1 << 20, 1000, "--max-profile"},
                {80u << 20, 1 << 20, 80u << 20, "--max-profile"},
                {UINT64_MAX, 500, (64u << 20) + (1 << 20), "--max-ratio"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint64_t got = 0;
        hw_byte_sink to = {count, &got};
        hw_inflate *z;
        hw_error err;
        assert_int_equal(
            hw_inflate_new(HW_STR("in"), rows[i].max, "profile", rows[i].ratio, &to, &z, &err),
            HW_OK);
        hw_byte_sink s = hw_inflate_sink(z);
        assert_int_equal(s.write(s.ctx, in.p, in.n, &err), HW_LIMIT);
        assert_non_null(strstr(err.message, rows[i].option));
        assert_true(got <= rows[i].stop);
        hw_inflate_free(z);
    }
    hw_buf_free(&in);
}

static hw_status stop(void *ctx, const void *data, size_t n, hw_error *err)
{
    (void)ctx;
    (void)data;
    (void)n;
    return hw_fail(err, HW_UNSUPPORTED, HW_STR("sink"), "enough");
}

typedef struct folder {
    char path[64];
    char file[96];
} folder;

static int make_folder(void **state)
{
    folder *f = calloc(1, sizeof *f);
    strcpy(f->path, "/tmp/hw-intake-XXXXXX");
    if (!mkdtemp(f->path) || chdir(f->path) != 0)
        return -1;
    snprintf(f->file, sizeof f->file, "%s/input", f->path);
    *state = f;
    return 0;
}

static int drop_folder(void **state)
{
    folder *f = *state;
    unlink(f->file);
    unlink("localhost:6060");
    if (chdir("/") != 0 || rmdir(f->path) != 0)
        return -1;
    free(f);
    return 0;
}

static void write_file(const char *path, const void *data, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static hw_intake defaults(void)
{
    return (hw_intake){.limits = hw_limits_filled(NULL)};
}

static void profile_of(const char *locator, const hw_intake *in, hw_status status, hw_buf *out,
                       hw_error *err)
{
    hw_byte_sink to = {collect, out};
    hw_buf_clear(out);
    assert_int_equal(hw_intake_profile(in, hw_str_of(locator), &to, err), status);
}

static void reads_files(void **state)
{
    folder *f = *state;
    hw_buf in = {0}, out = {0};
    hw_error err;
    hw_intake i = defaults();
    write_file(f->file, text, sizeof text);
    profile_of(f->file, &i, HW_OK, &out, &err);
    assert_int_equal(out.n, sizeof text);
    gzip(&in, text, sizeof text);
    write_file(f->file, in.p, in.n);
    profile_of(f->file, &i, HW_OK, &out, &err);
    assert_memory_equal(out.p, text, sizeof text);
    i.limits.response = 10;
    profile_of(f->file, &i, HW_LIMIT, &out, &err);
    assert_non_null(strstr(err.message, "--max-response"));
    i = defaults();
    i.limits.profile = 10;
    profile_of(f->file, &i, HW_LIMIT, &out, &err);
    assert_non_null(strstr(err.message, "--max-profile"));
    write_file(f->file, "", 0);
    i = defaults();
    profile_of(f->file, &i, HW_FORMAT, &out, &err);
    assert_non_null(strstr(err.message, "empty"));
    hw_byte_sink no = {stop, NULL};
    write_file(f->file, text, sizeof text);
    assert_int_equal(hw_intake_profile(&i, hw_str_of(f->file), &no, &err), HW_UNSUPPORTED);
    assert_string_equal(err.message, "enough");
    assert_int_equal(hw_intake_profile(&i, hw_str_of(f->file), &no, NULL), HW_UNSUPPORTED);
    hw_buf_free(&in);
    hw_buf_free(&out);
}

static void refuses_what_is_no_file(void **state)
{
    folder *f = *state;
    hw_buf out = {0};
    hw_error err;
    hw_intake i = defaults();
    profile_of(f->file, &i, HW_IO, &out, &err);
    assert_int_equal(err.sys, ENOENT);
    assert_string_equal(err.input, f->file);
    profile_of(f->path, &i, HW_IO, &out, &err);
    assert_int_equal(err.sys, EISDIR);
    profile_of("", &i, HW_USAGE, &out, &err);
    profile_of("ftp://host/file", &i, HW_UNSUPPORTED, &out, &err);
    profile_of("file:///etc/passwd", &i, HW_UNSUPPORTED, &out, &err);
    if (geteuid() != 0) {
        write_file(f->file, text, sizeof text);
        assert_int_equal(chmod(f->file, 0), 0);
        profile_of(f->file, &i, HW_IO, &out, &err);
        assert_int_equal(err.sys, EACCES);
    }
    assert_int_equal(
        hw_intake_profile(&i, (hw_str){"a\0b", 3}, &(hw_byte_sink){collect, &out}, &err), HW_IO);
    hw_buf_free(&out);
}

static void a_file_wins_over_an_address(void **state)
{
    (void)state;
    hw_buf out = {0};
    hw_error err;
    hw_intake i = defaults();
    write_file("localhost:6060", text, sizeof text);
    profile_of("localhost:6060", &i, HW_OK, &out, &err);
    assert_memory_equal(out.p, text, sizeof text);
    hw_buf_free(&out);
}

static void *feed(void *path)
{
    int fd = open(path, O_WRONLY);
    for (int i = 0; i < 3; i++) {
        if (write(fd, text, sizeof text) < 0)
            break;
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
    close(fd);
    return NULL;
}

static void reads_fifos(void **state)
{
    folder *f = *state;
    hw_buf out = {0};
    hw_error err;
    hw_intake i = defaults();
    pthread_t t;
    unlink(f->file);
    assert_int_equal(mkfifo(f->file, 0600), 0);
    assert_int_equal(pthread_create(&t, NULL, feed, f->file), 0);
    profile_of(f->file, &i, HW_OK, &out, &err);
    pthread_join(t, NULL);
    assert_int_equal(out.n, 3 * sizeof text);
    hw_text log;
    assert_int_equal(pthread_create(&t, NULL, feed, f->file), 0);
    assert_int_equal(hw_intake_text(&i, hw_str_of(f->file), &log, &err), HW_OK);
    pthread_join(t, NULL);
    assert_null(log.map);
    assert_int_equal(log.bytes.n, 3 * sizeof text);
    hw_text_free(&log, 1);
    hw_buf_free(&out);
}

static void reads_standard_input(void **state)
{
    folder *f = *state;
    hw_buf out = {0};
    hw_error err;
    hw_intake i = defaults();
    hw_text log;
    write_file(f->file, text, sizeof text);
    int old = dup(STDIN_FILENO);
    for (int round = 0; round < 2; round++) {
        int fd = open(f->file, O_RDONLY);
        assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
        close(fd);
        if (round == 0) {
            profile_of("-", &i, HW_OK, &out, &err);
            assert_int_equal(out.n, sizeof text);
            profile_of("-", &i, HW_FORMAT, &out, &err); /* it is at its end */
            assert_string_equal(err.input, "standard input");
        } else {
            assert_int_equal(hw_intake_text(&i, HW_STR("-"), &log, &err), HW_OK);
            assert_int_equal(log.bytes.n, sizeof text);
            hw_text_free(&log, 1);
        }
    }
    dup2(old, STDIN_FILENO);
    close(old);
    hw_buf_free(&out);
}

static void large_maps_are_given_back_by_all_threads(void **state)
{
    folder *f = *state;
    hw_error err;
    hw_intake i = defaults();
    for (unsigned threads = 0; threads < 4; threads++) {
        hw_text t;
        write_file(f->file, text, sizeof text);
        assert_int_equal(truncate(f->file, (40 << 20) + 5), 0);
        assert_int_equal(hw_intake_text(&i, hw_str_of(f->file), &t, &err), HW_OK);
        assert_int_equal(t.bytes.n, (40 << 20) + 5);
        for (size_t at = sizeof text; at < t.bytes.n; at += 4096)
            assert_int_equal(t.bytes.p[at], 0);
        void *map = t.map;
        assert_int_equal(msync(map, t.map_size, MS_ASYNC), 0);
        hw_text_free(&t, threads);
        assert_null(t.map);
        assert_int_equal(msync(map, 1, MS_ASYNC), -1);
        assert_int_equal(errno, ENOMEM); /* nothing is mapped there */
    }
}

static void texts_are_mapped_or_held(void **state)
{
    folder *f = *state;
    hw_buf in = {0};
    hw_error err;
    hw_intake i = defaults();
    hw_text t;
    write_file(f->file, text, sizeof text);
    assert_int_equal(hw_intake_text(&i, hw_str_of(f->file), &t, &err), HW_OK);
    assert_non_null(t.map);
    assert_memory_equal(t.bytes.p, text, sizeof text);
    hw_text_free(&t, 1);
    assert_null(t.bytes.p);
    gzip(&in, text, sizeof text);
    write_file(f->file, in.p, in.n);
    assert_int_equal(hw_intake_text(&i, hw_str_of(f->file), &t, &err), HW_OK);
    assert_null(t.map);
    assert_memory_equal(t.bytes.p, text, sizeof text);
    hw_text_free(&t, 1);
    i.limits.log = 10;
    assert_int_equal(hw_intake_text(&i, hw_str_of(f->file), &t, &err), HW_LIMIT);
    assert_non_null(strstr(err.message, "--max-log"));
    write_file(f->file, text, sizeof text);
    assert_int_equal(hw_intake_text(&i, hw_str_of(f->file), &t, &err), HW_LIMIT);
    i = defaults();
    /* The kernel says size 0 of files that it makes up. */
    assert_int_equal(hw_intake_text(&i, HW_STR("/proc/self/status"), &t, &err), HW_OK);
    assert_true(t.bytes.n > 100 && !t.map);
    hw_text_free(&t, 1);
    write_file(f->file, "", 0);
    assert_int_equal(hw_intake_text(&i, hw_str_of(f->file), &t, &err), HW_FORMAT);
    static const char *const pages[] = {"<!DOCTYPE html>x", "\n <HTML><body>",
                                        "\xef\xbb\xbf<html>"};
    for (size_t k = 0; k < 3; k++) {
        write_file(f->file, pages[k], strlen(pages[k]));
        assert_int_equal(hw_intake_text(&i, hw_str_of(f->file), &t, &err), HW_FORMAT);
        assert_non_null(strstr(err.message, "HTML"));
    }
    /* host:port is for profiles; here it is a file that is not there. */
    assert_int_equal(hw_intake_text(&i, HW_STR("localhost:1"), &t, &err), HW_IO);
    assert_int_equal(err.sys, ENOENT);
    hw_buf_free(&in);
}

static void limits_have_defaults(void **state)
{
    (void)state;
    hw_limits given = {.samples = 7};
    hw_limits l = hw_limits_filled(&given);
    assert_int_equal(l.samples, 7);
    assert_int_equal(l.redirects, 10);
#define X(field, name, value, what) assert_true(l.field != 0);
    HW_LIMITS(X)
#undef X
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, drop_folder)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inflates_members_of_any_pieces),
        cmocka_unit_test(passes_on_what_is_not_gzip),
        cmocka_unit_test(refuses_every_cut),
        cmocka_unit_test(refuses_every_flipped_byte_of_data),
        cmocka_unit_test(refuses_tails_at_their_offset),
        cmocka_unit_test(refuses_what_is_empty),
        cmocka_unit_test(bombs_stop_at_the_limit),
        IN_FOLDER(reads_files),
        IN_FOLDER(refuses_what_is_no_file),
        IN_FOLDER(a_file_wins_over_an_address),
        IN_FOLDER(reads_fifos),
        IN_FOLDER(reads_standard_input),
        IN_FOLDER(large_maps_are_given_back_by_all_threads),
        IN_FOLDER(texts_are_mapped_or_held),
        cmocka_unit_test(limits_have_defaults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
