set(diag_rooms ROOMS base model diag LIBRARIES ZLIB::ZLIB)
hw_unit_test(diag SOURCES unit/diag_grammar.c unit/diag_text.c ${diag_rooms})
hw_unit_test(diag_model SOURCES unit/diag_model.c unit/diag_text.c ${diag_rooms})
hw_unit_test(diag_logs SOURCES unit/diag_logs.c unit/diag_text.c ${diag_rooms})
hw_unit_test(diag_odd SOURCES unit/diag_odd.c unit/diag_text.c ${diag_rooms})
hw_unit_test(diag_unwrap SOURCES unit/diag_unwrap.c unit/diag_text.c ${diag_rooms})
hw_unit_test(diag_census SOURCES unit/diag_census.c unit/diag_text.c
    ROOMS base model diag report LIBRARIES ZLIB::ZLIB)
hw_unit_test(diag_pieces SOURCES unit/diag_pieces.c unit/diag_text.c ${diag_rooms})
