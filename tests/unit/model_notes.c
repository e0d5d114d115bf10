/* The order of notes: what makes a result worthless stands before what limits it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/note.h"

static void errors_first(void **state)
{
    (void)state;
    static const hw_note_id raised[] = {HW_NOTE_DELTA,       HW_NOTE_BUILD_MISMATCH,
                                        HW_NOTE_NO_CLAIMS,   HW_NOTE_FOREIGN_LOG,
                                        HW_NOTE_FEW_SAMPLES, HW_NOTE_FOREIGN_PROGRAM};
    static const hw_note_id wanted[] = {HW_NOTE_BUILD_MISMATCH,  HW_NOTE_FOREIGN_LOG,
                                        HW_NOTE_FOREIGN_PROGRAM, HW_NOTE_DELTA,
                                        HW_NOTE_NO_CLAIMS,       HW_NOTE_FEW_SAMPLES};
    enum { N = sizeof raised / sizeof *raised };
    hw_strings strings = {0};
    hw_notes notes = {0};
    assert_true(hw_strings_init(&strings));
    assert_int_equal(hw_notes_errors(&notes), 0);
    for (size_t i = 0; i < N; i++)
        assert_true(hw_note_add(&notes, &strings, raised[i], i, "%s", "text"));
    assert_int_equal(hw_notes_errors(&notes), 3);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(notes.list.at[i].id, wanted[i]);
    hw_notes_free(&notes);
    hw_strings_free(&strings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(errors_first)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
