hw_room(symbolize
    SOURCES binary.c parts.c buildinfo.c unquote.c image.c reloc.c moduledata.c pclntab.c inline.c
            call.c frames.c program.c
    LIBRARIES PkgConfig::ELF)
