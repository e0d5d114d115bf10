# Programs of Go that tests read, unpacked from data/binaries into the build tree: HW_BINARIES.
set(HW_BINARIES ${CMAKE_CURRENT_BINARY_DIR}/binaries)
file(GLOB packed CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/data/binaries/*.tar.xz)
set(commands)
foreach(one IN LISTS packed)
    list(APPEND commands COMMAND ${CMAKE_COMMAND} -E tar xJf ${one})
endforeach()
add_custom_command(OUTPUT ${HW_BINARIES}/unpacked
    ${commands}
    COMMAND ${CMAKE_COMMAND} -E touch ${HW_BINARIES}/unpacked
    WORKING_DIRECTORY ${HW_BINARIES} DEPENDS ${packed} VERBATIM
    COMMENT "Unpacking the programs that tests read")
add_custom_target(hw_binaries ALL DEPENDS ${HW_BINARIES}/unpacked)
file(MAKE_DIRECTORY ${HW_BINARIES})
