# What `cmake --install` puts beside the program: headers, both libraries, and what finds them. All of
# it says where things are by paths relative to itself, so that the prefix can be moved.
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/heapwitness)
foreach(kind shared static)
    install(TARGETS heapwitness_${kind} EXPORT heapwitness-${kind} FILE_SET HEADERS
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}) # CMake before 3.23 knows no file sets
    install(EXPORT heapwitness-${kind} NAMESPACE heapwitness:: DESTINATION ${package}
        FILE heapwitness-${kind}.cmake)
endforeach()

# The modules of pkg-config that the rooms are linked with. libcurl and the others that are loaded at
# run time are not among them.
get_property(libraries GLOBAL PROPERTY HW_LIBRARIES)
set(HW_PKG_MODULES)
foreach(library IN LISTS libraries)
    if(library MATCHES "^PkgConfig::(.*)")
        list(APPEND HW_PKG_MODULES ${${CMAKE_MATCH_1}_MODULE_NAME})
    elseif(library STREQUAL ZLIB::ZLIB)
        list(APPEND HW_PKG_MODULES zlib)
    elseif(NOT library STREQUAL Threads::Threads AND NOT library IN_LIST CMAKE_DL_LIBS)
        message(FATAL_ERROR "What does the installed static library need for ${library}?")
    endif()
endforeach()
list(REMOVE_DUPLICATES HW_PKG_MODULES)
list(JOIN HW_PKG_MODULES " " HW_PKG_MODULES)

configure_package_config_file(include/package/heapwitness-config.cmake.in
    ${PROJECT_BINARY_DIR}/package/heapwitness-config.cmake INSTALL_DESTINATION ${package}
    NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/heapwitness-config-version.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/package/heapwitness-config.cmake
    ${PROJECT_BINARY_DIR}/package/heapwitness-config-version.cmake DESTINATION ${package})

# From the folder of heapwitness.pc: not from a prefix that `cmake --install --prefix` replaces.
set(pkgconfig ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig)
foreach(dir LIBDIR INCLUDEDIR)
    cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_${dir} BASE_DIRECTORY ${pkgconfig}
        OUTPUT_VARIABLE HW_PC_${dir})
endforeach()
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY ${pkgconfig}
    OUTPUT_VARIABLE HW_PC_PREFIX)
list(TRANSFORM CMAKE_DL_LIBS PREPEND -l OUTPUT_VARIABLE HW_PC_DL)
list(JOIN HW_PC_DL " " HW_PC_DL)
configure_file(include/package/heapwitness.pc.in ${PROJECT_BINARY_DIR}/package/heapwitness.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/package/heapwitness.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
