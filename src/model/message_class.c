#include "model/message_class.h"

#include <stdio.h>

const hw_message_class_row hw_message_class_rows[HW_CLASS_COUNT] = {
#define X(id, name, role, pattern, verdict, ...)                                                   \
    [HW_CLASS_##id] = {name, verdict, HW_PATTERN_##pattern},
    HW_MESSAGE_CLASSES(X)
#undef X
};

const unsigned char hw_message_class_roles[HW_CLASS_COUNT] = {
#define X(id, name, role, ...) [HW_CLASS_##id] = HW_ROLE_##role,
    HW_MESSAGE_CLASSES(X)
#undef X
};

const unsigned char hw_message_class_habits[HW_CLASS_COUNT] = {
#define X(id, name, role, pattern, verdict, habit, ...) [HW_CLASS_##id] = HW_HABIT_##habit,
    HW_MESSAGE_CLASSES(X)
#undef X
};

const hw_class_versions hw_message_class_versions[HW_CLASS_COUNT] = {
#define X(id, name, role, pattern, verdict, habit, since, until) [HW_CLASS_##id] = {since, until},
    HW_MESSAGE_CLASSES(X)
#undef X
};

const char *const hw_pattern_names[HW_PATTERN_COUNT] = {
#define X(id, name) [HW_PATTERN_##id] = name,
    HW_PATTERNS(X)
#undef X
};

void hw_class_name(hw_message_class s, hw_position_form f, char buf[HW_CLASS_TEXT])
{
    static const char *const suffix[HW_POS_FORMS] = {
        [HW_POS_PLAIN] = "", [HW_POS_BARE] = "[bare]", [HW_POS_UNKNOWN] = "[nopos]"};
    snprintf(buf, HW_CLASS_TEXT, "%s%s", hw_message_class_rows[s].name, suffix[f]);
}

hw_pattern hw_pattern_of(hw_message_class class, hw_str subject)
{
    if (class == HW_CLASS_HEAP && subject.n && subject.p[0] == '&')
        return HW_PATTERN_ADDRESS_ESCAPES;
    return (hw_pattern)hw_message_class_rows[class].pattern;
}
