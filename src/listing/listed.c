#include "listing/listed.h"

#include "go/goname.h"

HW_MEM hw_listed_symbol_of(hw_listing *l, hw_str name, uint32_t *ret)
{
    hw_sid sid;
    if (!hw_strings_put(&l->strings, name, &sid) || !hw_vec_reach(&l->by_name, (size_t)sid + 1))
        return HW_MEM_OUT;
    if (l->by_name.at[sid] == 0) {
        if (!hw_vec_push(&l->symbols, (hw_listed_symbol){.name = sid}))
            return HW_MEM_OUT;
        l->by_name.at[sid] = (uint32_t)l->symbols.len;
    }
    *ret = l->by_name.at[sid] - 1;
    return HW_MEM_OK;
}

HW_MEM hw_listed_name(hw_listing *l, hw_str symbol, hw_sid *ret)
{
    hw_buf b = {0};
    bool ok = true;
    if (hw_str_chr(symbol, '#') == HW_NPOS)
        return hw_strings_put(&l->strings, symbol, ret) ? HW_MEM_OK : HW_MEM_OUT;
    for (size_t i = 0, n; ok && i < symbol.n; i += n ? n : 1) {
        n = hw_go_inline_hash(hw_str_from(symbol, i));
        ok = n || hw_buf_add(&b, symbol.p + i, 1) == HW_OK;
    }
    ok = ok && hw_strings_put(&l->strings, hw_buf_view(&b), ret);
    hw_buf_free(&b);
    return ok ? HW_MEM_OK : HW_MEM_OUT;
}
