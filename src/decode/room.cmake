hw_room(decode
    SOURCES decode.c sniff.c walk.c ids.c message.c sample.c text.c text_line.c twins.c kind.c finish.c
    LIBRARIES PkgConfig::PROTOBUF_C)
target_include_directories(hw_decode SYSTEM PRIVATE $<TARGET_PROPERTY:hw_proto,INTERFACE_INCLUDE_DIRECTORIES>)
add_dependencies(hw_decode hw_proto)
