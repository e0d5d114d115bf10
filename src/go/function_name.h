/* go/function_name - the parts of a function's name, as profiles and programs have it. */
#ifndef HW_GO_FUNCTION_NAME_H
#define HW_GO_FUNCTION_NAME_H

#include "base/str.h"

/* What a profile's function name says. */
typedef struct hw_func_name {
    hw_str package; /* as in the name, %2e is not undone */
    hw_str tail;    /* behind the package: (*T).M, F.func1 */
    bool generic;   /* has type arguments: compiled where it is instantiated */
    bool closure;   /* .funcN, -rangeN, .gowrapN, .deferwrapN: may be a copy in another package */
    bool init;      /* P.init, P.init.N, P.map.init.N: the file is untrusted */
} hw_func_name;

hw_func_name hw_func_parse(hw_str name);
/* Of a name without its package, as logs have it. */
bool hw_func_is_closure(hw_str tail);

#endif
