hw_unit_test(image SOURCES unit/image.c ROOMS base symbolize)
add_dependencies(unit_image hw_binaries)
hw_unit_test(image_recorded LABEL corpus SOURCES unit/image_recorded.c
    ROOMS base model intake decode symbolize)
add_dependencies(corpus_image_recorded hw_binaries)
