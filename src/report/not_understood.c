#include "report/not_understood.h"

#include "report/page.h"

hw_status hw_not_understood_write(const hw_claims *claims, const hw_byte_sink *to, hw_error *err)
{
    hw_page page;
    hw_page_init(&page, to, false, err);
    for (size_t i = 0; i < claims->not_understood.len && page.out.status == HW_OK; i++) {
        const hw_line_ref *l = &claims->not_understood.at[i];
        const hw_log_input *in = &claims->inputs.at[l->input];
        hw_page_text(&page, in->name);
        hw_page_printf(&page, ":%llu: ", (unsigned long long)l->line);
        hw_page_text(&page, hw_str_sub(in->text, (size_t)l->at, (size_t)l->at + l->len));
        hw_page_printf(&page, "\n");
    }
    return hw_page_finish(&page);
}
