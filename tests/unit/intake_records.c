/* Directories of -json records: what is taken, in which order, what is left out, and what hostile
 * ones come to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "intake/intake.h"
#include "intake/mapped.h"

#define HEADER(name)                                                                               \
    "{\"version\":0,\"package\":\"p\",\"goos\":\"linux\",\"goarch\":\"amd64\",\"gc_version\":"     \
    "\"go1.26.8\",\"file\":\"" name "\"}\n"

static char root[64];

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/hw-records-XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static int remove_root(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static void put_folder(const char *name)
{
    assert_int_equal(mkdir(path_of(name), 0700), 0);
}

static void put_file(const char *name, const void *data, size_t n)
{
    FILE *f = fopen(path_of(name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void put_text(const char *name, const char *text)
{
    put_file(name, text, strlen(text));
}

static hw_status read_as(const char *name, hw_limits limits, hw_text *ret, hw_error *err)
{
    hw_intake in = {.limits = hw_limits_filled(&limits)};
    return hw_intake_text(&in, hw_str_of(path_of(name)), ret, err);
}

static void assert_text(const hw_text *t, const char *want)
{
    if (!hw_str_eq(t->bytes, hw_str_of(want)))
        fail_msg("%.*s", HW_STR_ARG(t->bytes));
}

static void assert_refused(const char *name, hw_limits limits, hw_status status, const char *part)
{
    hw_text t;
    hw_error err;
    assert_int_equal(read_as(name, limits, &t, &err), status);
    if (!strstr(err.message, part))
        fail_msg("'%s' is not in '%s'", part, err.message);
    assert_non_null(strstr(err.input, root));
}

/* By path, wherever they lie; a newline behind a last line without one; links stay unfollowed. */
static void directories_are_one_text(void **state)
{
    (void)state;
    hw_text t;
    hw_error err;
    put_folder("d");
    put_folder("d/b%2Fq");
    put_folder("d/a");
    put_folder("d/a/deep");
    put_folder("elsewhere");
    put_text("d/b%2Fq/x.json", HEADER("x.go") "{\"range\":1}");
    put_text("d/a/z.json", HEADER("z.go"));
    put_text("d/a/deep/y.json", HEADER("y.go"));
    put_text("d/a/other.json", "{\"version\": 3}\n");
    put_text("d/a/empty.json", "");
    put_text("d/a/README", HEADER("readme.go"));
    put_text("elsewhere/w.json", HEADER("w.go"));
    char target[512];
    snprintf(target, sizeof target, "%s", path_of("elsewhere"));
    assert_int_equal(symlink(target, path_of("d/link")), 0);
    snprintf(target, sizeof target, "%s", path_of("elsewhere/w.json"));
    assert_int_equal(symlink(target, path_of("d/a/link.json")), 0);
    assert_int_equal(mkfifo(path_of("d/a/fifo.json"), 0600), 0);
    assert_int_equal(read_as("d", (hw_limits){0}, &t, &err), HW_OK);
    assert_text(&t, HEADER("y.go") HEADER("z.go") HEADER("x.go") "{\"range\":1}\n");
    assert_int_equal(t.files, 3);
    assert_int_equal(t.skipped, 6); /* other, empty, README, two links, the FIFO */
    hw_text_free(&t, 1);
    /* The directory itself may be a link. */
    snprintf(target, sizeof target, "%s", path_of("d"));
    assert_int_equal(symlink(target, path_of("to-d")), 0);
    assert_int_equal(read_as("to-d", (hw_limits){0}, &t, &err), HW_OK);
    assert_int_equal(t.files, 3);
    hw_text_free(&t, 1);
    assert_refused("d", (hw_limits){.files = 5}, HW_LIMIT, "--max-files");
    assert_refused("d", (hw_limits){.log = 150}, HW_LIMIT, "--max-log");
    assert_refused("d", (hw_limits){.response = 100}, HW_LIMIT, "--max-response");
}

/* Files whose last lines end are not copied: there are zeros up to the next page, and nothing of
 * what was left out. */
static void directories_are_mapped(void **state)
{
    (void)state;
    enum { LARGE = 20000 };
    hw_text t;
    hw_error err;
    char junk[LARGE], large[LARGE] = HEADER("large.go");
    memset(junk, 'x', sizeof junk);
    memset(large + strlen(large), ' ', sizeof large - strlen(large));
    large[LARGE - 1] = '\n';
    put_folder("m");
    put_file("m/0.json", junk, sizeof junk);
    put_text("m/1.json", HEADER("one.go"));
    put_file("m/2.json", junk, sizeof junk);
    put_file("m/3.json", large, sizeof large);
    put_file("m/4.json", junk, sizeof junk);
    put_text("m/5.json", HEADER("five.go"));
    put_file("m/6.json", junk, sizeof junk);
    assert_int_equal(read_as("m", (hw_limits){0}, &t, &err), HW_OK);
    assert_non_null(t.map);
    assert_null(t.held.p);
    assert_int_equal(t.files, 3);
    assert_int_equal(t.skipped, 4);
    assert_true(hw_str_starts(t.bytes, HW_STR("{"))); /* its start says what it is */
    const hw_str want[] = {HW_STR(HEADER("one.go")), {large, LARGE}, HW_STR(HEADER("five.go"))};
    hw_str rest = t.bytes;
    for (size_t i = 0; i < 3; i++) {
        while (rest.n && rest.p[0] == '\0')
            rest = hw_str_from(rest, 1);
        assert_true(hw_str_cut_prefix(&rest, want[i]));
    }
    assert_int_equal(rest.n, 0);
    hw_text_free(&t, 1);
    assert_refused("m", (hw_limits){.response = LARGE - 1}, HW_LIMIT, "--max-response");
}

/* As somebody who may not read all of it. */
static void unreadable_files_are_named(void **state)
{
    (void)state;
    enum { NOBODY = 65534 };
    uid_t own = geteuid();
    put_folder("locked");
    put_folder("locked/p");
    put_text("locked/p/a.json", HEADER("a.go"));
    put_text("locked/p/b.json", HEADER("b.go"));
    assert_int_equal(chmod(path_of("locked/p/b.json"), 0), 0);
    assert_int_equal(chmod(root, 0711) | chmod(path_of("locked"), 0711 | 0044), 0);
    assert_int_equal(chmod(path_of("locked/p"), 0755), 0);
    if (own == 0 && seteuid(NOBODY) != 0)
        skip();
    hw_text t;
    hw_error err;
    hw_status file = read_as("locked", (hw_limits){0}, &t, &err);
    char named[2][sizeof err.input];
    memcpy(named[0], err.input, sizeof err.input);
    assert_int_equal(seteuid(own), 0);
    assert_int_equal(chmod(path_of("locked/p"), 0), 0);
    assert_int_equal(own == 0 ? seteuid(NOBODY) : 0, 0);
    hw_status folder = read_as("locked", (hw_limits){0}, &t, &err);
    memcpy(named[1], err.input, sizeof err.input);
    assert_int_equal(seteuid(own), 0);
    assert_int_equal(chmod(path_of("locked/p"), 0700), 0);
    assert_int_equal(file, HW_IO);
    assert_int_equal(folder, HW_IO);
    assert_string_equal(named[0], path_of("locked/p/b.json"));
    assert_string_equal(named[1], path_of("locked/p"));
}

static void directories_without_records_are_refused(void **state)
{
    (void)state;
    put_folder("none");
    assert_refused("none", (hw_limits){0}, HW_FORMAT, "no file of -json records (0 looked at)");
    put_text("none/a.go", "package a\n");
    put_text("none/b.json", "{}\n");
    assert_refused("none", (hw_limits){0}, HW_FORMAT, "(2 looked at)");
}

/* Folders below the eighth are not looked into. */
static void depth_is_bounded(void **state)
{
    (void)state;
    hw_text t;
    hw_error err;
    char name[256] = "deep";
    put_folder(name);
    for (int i = 1; i <= 12; i++) {
        char file[300];
        snprintf(name + strlen(name), sizeof name - strlen(name), "/%d", i);
        put_folder(name);
        snprintf(file, sizeof file, "%s/a.json", name);
        put_text(file, HEADER("a.go"));
    }
    assert_int_equal(read_as("deep", (hw_limits){0}, &t, &err), HW_OK);
    assert_int_equal(t.files, 8);
    assert_int_equal(t.skipped, 1);
    hw_text_free(&t, 1);
}

static void tars_are_refused(void **state)
{
    (void)state;
    char command[300];
    put_folder("packed");
    put_text("packed/x.json", HEADER("x.go"));
    for (const char *const *form = (const char *const[]){"ustar", "gnu", "pax", NULL}; *form;
         form++) {
        snprintf(command, sizeof command,
                 "cd '%s' && tar -cf p.tar --format=%s packed && gzip -fk p.tar", root, *form);
        assert_int_equal(system(command), 0);
        assert_refused("p.tar", (hw_limits){0}, HW_UNSUPPORTED, "unpack it");
        assert_refused("p.tar.gz", (hw_limits){0}, HW_UNSUPPORTED, "unpack it");
    }
}

/* What is missing reads as zeros, and the text knows; a file or one of a folder. */
static void files_that_shrink(void **state)
{
    static const char *const given[] = {"cut", "cut/b.json"};
    (void)state;
    hw_mapped_watch();
    put_folder("cut");
    for (size_t i = 0; i < 2; i++) {
        hw_text t;
        hw_error err;
        put_text("cut/a.json", HEADER("/p/a.go"));
        put_text("cut/b.json", HEADER("/p/b.go"));
        assert_int_equal(read_as(given[i], (hw_limits){0}, &t, &err), HW_OK);
        assert_non_null(t.map);
        assert_false(hw_text_shrank(&t));
        assert_int_equal(t.bytes.p[t.bytes.n - 2], '}');
        assert_false(hw_text_shrank(&t));
        assert_int_equal(truncate(path_of("cut/b.json"), 0), 0);
        assert_int_equal(t.bytes.p[t.bytes.n - 2], 0);
        assert_true(hw_text_shrank(&t));
        hw_text_free(&t, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directories_are_one_text),
        cmocka_unit_test(directories_are_mapped),
        cmocka_unit_test(unreadable_files_are_named),
        cmocka_unit_test(directories_without_records_are_refused),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(tars_are_refused),
        cmocka_unit_test(files_that_shrink),
    };
    return cmocka_run_group_tests(tests, make_root, remove_root);
}
