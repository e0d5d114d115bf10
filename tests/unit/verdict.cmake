hw_unit_test(verdict_record SOURCES unit/verdict_record.c ROOMS verdict)
hw_unit_test(verdict_unobserved SOURCES unit/verdict_unobserved.c ROOMS verdict)
hw_unit_test(verdict_judge SOURCES unit/verdict_judge.c ROOMS verdict)
hw_unit_test(verdict_physical SOURCES unit/verdict_physical.c unit/diag_text.c
    ROOMS diag symbolize verdict LIBRARIES ZLIB::ZLIB)
hw_unit_test(verdict_calls SOURCES unit/verdict_calls.c unit/diag_text.c
    ROOMS diag verdict LIBRARIES ZLIB::ZLIB)
