hw_unit_test(join_filtered SOURCES unit/join_filtered.c unit/diag_text.c
    ROOMS diag join LIBRARIES ZLIB::ZLIB)
hw_unit_test(join_own SOURCES unit/join_own.c ROOMS join)
hw_unit_test(join_kinds SOURCES unit/join_kinds.c ROOMS join)
hw_unit_test(join_sizes SOURCES unit/join_sizes.c ROOMS join)
hw_unit_test(join_narrow SOURCES unit/join_narrow.c ROOMS join)
hw_unit_test(join_chain SOURCES unit/join_chain.c ROOMS join)
