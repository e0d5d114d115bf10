hw_unit_test(verdict SOURCES unit/verdict.c ROOMS base model verdict)
hw_unit_test(verdict_filtered SOURCES unit/verdict_filtered.c unit/diag_text.c
    ROOMS base model diag verdict LIBRARIES ZLIB::ZLIB)
hw_unit_test(verdict_own SOURCES unit/verdict_own.c ROOMS base model verdict)
hw_unit_test(verdict_judge SOURCES unit/verdict_judge.c ROOMS base model verdict)
hw_unit_test(verdict_chain SOURCES unit/verdict_chain.c ROOMS base model verdict)
