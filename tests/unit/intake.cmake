hw_unit_test(intake SOURCES unit/intake.c ROOMS base intake)
hw_unit_test(decode SOURCES unit/decode.c unit/decode_build.c ROOMS base model intake decode)
hw_unit_test(decode_values SOURCES unit/decode_values.c unit/decode_build.c ROOMS base model intake decode)
hw_unit_test(decode_recorded SOURCES unit/decode_recorded.c ROOMS base model intake decode)
