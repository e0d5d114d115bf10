#include "bundle/bundle_write.h"

#include <inttypes.h>

#include "base/error.h"
#include "bundle/head_lines.h"

void hw_bundle_head_free(hw_bundle_head *h)
{
    hw_vec_free(&h->command.list);
    hw_vec_free(&h->env);
    hw_vec_free(&h->gcflags.list);
    hw_vec_free(&h->flags.list);
    hw_vec_free(&h->binaries);
}

/* A line, where the value is known. */
static hw_status put(hw_buf *to, const char *name, hw_str value)
{
    return value.n ? hw_head_line_put(to, name, value) : HW_OK;
}

static hw_status put_number(hw_buf *to, const char *name, uint64_t value)
{
    return hw_buf_printf(to, "%s: %" PRIu64 "\n", name, value);
}

static hw_status put_words(hw_buf *to, const char *name, const hw_bundle_words *of)
{
    for (size_t i = 0; i < of->list.len; i++)
        HW_TRY(hw_head_line_put(to, name, of->list.at[i]));
    return HW_OK;
}

static hw_status put_pairs(hw_buf *to, const char *name, const hw_setting *at, size_t n)
{
    hw_buf pair = {0};
    hw_status status = HW_OK;
    for (size_t i = 0; i < n && status == HW_OK; i++) {
        hw_buf_clear(&pair);
        status = hw_buf_printf(&pair, "%.*s=%.*s", HW_STR_ARG(at[i].key), HW_STR_ARG(at[i].value));
        if (status == HW_OK)
            status = hw_head_line_put(to, name, hw_buf_view(&pair));
    }
    hw_buf_free(&pair);
    return status;
}

static hw_status put_module(hw_buf *to, const hw_module *m)
{
    HW_TRY(hw_head_line_put(to, "module", m->path));
    HW_TRY(put(to, "module.version", m->version));
    HW_TRY(put(to, "module.sum", m->sum));
    if (!m->replaced)
        return HW_OK;
    HW_TRY(hw_head_line_put(to, "module.replace", m->by_path));
    HW_TRY(put(to, "module.replace.version", m->by_version));
    return put(to, "module.replace.sum", m->by_sum);
}

static hw_status put_sources(hw_buf *to, const hw_bundle_head *h)
{
    if (!h->revision)
        return HW_OK;
    HW_TRY(put(to, "vcs", hw_str_of(h->vcs)));
    HW_TRY(put(to, "vcs.revision", hw_str_of(h->revision)));
    HW_TRY(put(to, "vcs.time", hw_str_of(h->revision_time)));
    if (h->modified < 0)
        return HW_OK;
    return put(to, "vcs.modified", h->modified ? HW_STR("true") : HW_STR("false"));
}

static hw_status put_binary(hw_buf *to, const hw_build_info *b)
{
    HW_TRY(hw_head_line_put(to, "binary", b->file));
    HW_TRY(put_number(to, "binary.size", b->size));
    HW_TRY(put(to, "binary.pclntab_sha256", b->pclntab_sha256));
    HW_TRY(put(to, "binary.gnu_build_id", b->gnu_build_id));
    HW_TRY(put(to, "binary.go_build_id", b->go_build_id));
    HW_TRY(put(to, "binary.path", b->path));
    return put_pairs(to, "binary.setting", b->settings.at, b->settings.len);
}

static hw_status put_times(hw_buf *to, const hw_bundle_head *h)
{
    char stamp[32] = "";
    struct tm tm;
    if (gmtime_r(&h->time, &tm))
        strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &tm);
    HW_TRY(put(to, "time", hw_str_of(stamp)));
    uint64_t tenths = h->seconds > 0 ? (uint64_t)(h->seconds * 10 + 0.5) : 0;
    return hw_buf_printf(to, "seconds: %" PRIu64 ".%" PRIu64 "\n", tenths / 10, tenths % 10);
}

static hw_status put_build(hw_buf *to, const hw_bundle_head *h)
{
    HW_TRY(put(to, "go_version", h->go_version));
    HW_TRY(put(to, "goos", h->goos));
    HW_TRY(put(to, "goarch", h->goarch));
    HW_TRY(put_words(to, "command", &h->command));
    HW_TRY(put(to, "dir", h->dir));
    HW_TRY(put_pairs(to, "env", h->env.at, h->env.len));
    HW_TRY(put_words(to, "gcflag", &h->gcflags));
    HW_TRY(put_words(to, "flag", &h->flags));
    return hw_buf_printf(to, "exit_code: %d\n", h->exit_code);
}

/* What bundle_read.c reads, and what is only for people. */
static hw_status put_head(hw_buf *to, const hw_bundle_head *h)
{
    HW_TRY(hw_buf_str(to, HW_STR("heapwitness: bundle/2\n")));
    HW_TRY(put(to, "recorder", HW_STR(HW_VERSION)));
    HW_TRY(put_times(to, h));
    HW_TRY(put_build(to, h));
    HW_TRY(put_sources(to, h));
    for (size_t i = 0; i < h->binaries.len; i++)
        HW_TRY(put_binary(to, &h->binaries.at[i]));
    for (size_t i = 0; i < h->module_count; i++)
        HW_TRY(put_module(to, &h->modules[i]));
    HW_TRY(put_number(to, "packages", h->packages));
    HW_TRY(put_number(to, "lines", h->lines));
    HW_TRY(put_number(to, "text_bytes", h->text_bytes));
    HW_TRY(put_number(to, "json_bytes", h->json_bytes));
    return hw_buf_str(to, HW_STR("\n"));
}

static hw_status write_head(const void *what, const hw_byte_sink *to, hw_error *err)
{
    hw_buf text = {0};
    hw_status status = put_head(&text, what) == HW_OK ? HW_OK : hw_nomem(err);
    if (status == HW_OK)
        status = to->write(to->ctx, text.p, text.n, err);
    hw_buf_free(&text);
    return status;
}

hw_status hw_bundle_write(const hw_bundle_head *head, hw_bundle_part text_part,
                          hw_bundle_part records, const hw_byte_sink *to, hw_error *err)
{
    HW_TRY(hw_gzip_member(write_head, head, to, err));
    HW_TRY(text_part.write(text_part.what, to, err));
    return hw_gzip_member(records.write, records.what, to, err);
}
