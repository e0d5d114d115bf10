#include "cli/binary_path.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/error.h"
#include "executable/program.h"

enum { ENTRIES_MAX = 64 /* of a folder named as a build id, where one is expected */ };

/* A build id becomes part of a path, and a profile may call anything one: only hex digits are
 * taken. */
static bool is_hex(hw_str id)
{
    for (size_t i = 0; i < id.n; i++)
        if (!((id.p[i] >= '0' && id.p[i] <= '9') || (id.p[i] >= 'a' && id.p[i] <= 'f')))
            return false;
    return id.n >= 4 && id.n <= 128;
}

typedef struct search {
    hw_session *session;
    hw_str id, file; /* of the mapping */
    hw_buf path;
    bool found;
} search;

/* A file counts if it has the build id in it, whatever its name is. */
static hw_status try_file(search *s, hw_error *err)
{
    hw_arena a = {0};
    hw_build_info b;
    hw_error why;
    const char *path = hw_buf_cstr(&s->path);
    if (!path)
        return hw_nomem(err);
    hw_status status = hw_build_info_open(path, &a, &b, &why);
    bool right = status == HW_OK && b.go && hw_str_eq(b.gnu_build_id, s->id);
    hw_arena_free(&a);
    if (right) {
        status = hw_add_binary(s->session, path, &why);
        s->found = status == HW_OK;
    }
    return status == HW_NOMEM ? hw_nomem(err) : HW_OK;
}

static hw_status try_path(search *s, hw_str folder, hw_str middle, hw_str name, const char *suffix,
                          hw_error *err)
{
    hw_buf_clear(&s->path);
    if (hw_buf_printf(&s->path, "%.*s/%.*s/%.*s%s", HW_STR_ARG(folder), HW_STR_ARG(middle),
                      HW_STR_ARG(name), suffix) != HW_OK)
        return hw_nomem(err);
    return s->found ? HW_OK : try_file(s, err);
}

/* FOLDER/ID/whatever. */
static hw_status try_folder(search *s, hw_str folder, hw_error *err)
{
    struct dirent **names = NULL;
    HW_TRY(try_path(s, folder, s->id, HW_STR("."), "", err)); /* makes the path; no file */
    const char *path = hw_buf_cstr(&s->path);
    int count = path ? scandir(path, &names, NULL, alphasort) : 0;
    hw_status status = HW_OK;
    for (int i = 0; i < count; i++) {
        if (status == HW_OK && i < ENTRIES_MAX && names[i]->d_name[0] != '.')
            status = try_path(s, folder, s->id, hw_str_of(names[i]->d_name), "", err);
        free(names[i]);
    }
    free(names);
    return status;
}

static hw_status search_mapping(search *s, hw_str folders, hw_error *err)
{
    while (folders.n && !s->found) {
        hw_str folder = hw_str_next(&folders, ':');
        if (folder.n == 0)
            continue;
        HW_TRY(try_folder(s, folder, err));
        HW_TRY(try_path(s, folder, hw_str_sub(s->id, 0, 2), hw_str_from(s->id, 2), ".debug", err));
        HW_TRY(try_path(s, folder, HW_STR("."), hw_str_base(s->file), "", err));
    }
    return HW_OK;
}

static bool is_known(const hw_profile *p, hw_str id)
{
    for (size_t i = 0; i < p->programs.len; i++)
        if (hw_str_eq(p->programs.at[i].build.gnu_build_id, id))
            return true;
    return false;
}

hw_status hw_binary_path_search(hw_session *s, hw_error *err)
{
    const char *folders = getenv("PPROF_BINARY_PATH");
    hw_status status = HW_OK;
    for (size_t i = 0; folders && status == HW_OK && i < s->profile.mappings.len; i++) {
        const hw_mapping *m = &s->profile.mappings.at[i];
        search one = {.session = s,
                      .id = hw_strings_get(&s->strings, m->build_id),
                      .file = hw_strings_get(&s->strings, m->file)};
        if (is_hex(one.id) && !is_known(&s->profile, one.id))
            status = search_mapping(&one, hw_str_of(folders), err);
        hw_buf_free(&one.path);
    }
    return status;
}
