hw_unit_test(image SOURCES unit/image.c ROOMS base model symbolize)
add_dependencies(unit_image hw_binaries)
hw_unit_test(image_recorded LABEL corpus SOURCES unit/image_recorded.c
    ROOMS base model intake decode symbolize)
add_dependencies(corpus_image_recorded hw_binaries)
hw_unit_test(call_recorded LABEL corpus SOURCES unit/call_recorded.c
    ROOMS base model intake decode symbolize)
add_dependencies(corpus_call_recorded hw_binaries)
hw_unit_test(flow SOURCES unit/flow.c ROOMS base model symbolize)
add_dependencies(unit_flow hw_binaries)
hw_unit_test(call SOURCES unit/call.c ROOMS base model symbolize)
add_dependencies(unit_call hw_binaries)
hw_unit_test(verdict_identity SOURCES unit/verdict_identity.c ROOMS base model verdict)
