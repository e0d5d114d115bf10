find_package(Threads REQUIRED GLOBAL)
hw_room(intake
    SOURCES locator.c inflate.c file.c url.c http.c symbols.c directory.c tar.c intake.c
    LIBRARIES ZLIB::ZLIB Threads::Threads)
