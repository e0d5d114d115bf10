hw_unit_test(model_owner SOURCES unit/model_owner.c unit/diag_text.c
    ROOMS diag claims LIBRARIES ZLIB::ZLIB)
hw_unit_test(model_obstacle SOURCES unit/model_obstacle.c unit/diag_text.c
    ROOMS diag claims LIBRARIES ZLIB::ZLIB)
hw_unit_test(model_sink SOURCES unit/model_sink.c unit/diag_text.c
    ROOMS diag claims LIBRARIES ZLIB::ZLIB)
hw_unit_test(claims_summary SOURCES unit/claims_summary.c unit/diag_text.c
    ROOMS diag claims LIBRARIES ZLIB::ZLIB)
hw_unit_test(model_notes SOURCES unit/model_notes.c ROOMS model)
hw_unit_test(claims_same_text SOURCES unit/claims_same_text.c ROOMS claims)
