hw_room(symbolize
    SOURCES binary.c parts.c buildinfo.c unquote.c image.c reloc.c moduledata.c pclntab.c inline.c
    LIBRARIES PkgConfig::ELF PkgConfig::CRYPTO)
