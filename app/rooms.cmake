# What every room is built with, and the two commands that the rooms' own lists use.
include(GNUInstallDirs)
find_package(PkgConfig REQUIRED)

set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)
set(CMAKE_C_VISIBILITY_PRESET hidden)

set(LT_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wundef -Wstrict-prototypes -Wmissing-prototypes -Wvla)
if(LUTRIN_WERROR)
  list(APPEND LT_WARNINGS -Werror)
endif()
set(CMAKE_C_FLAGS_DEBUG "-g -Og -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -DNDEBUG")
set(CMAKE_EXE_LINKER_FLAGS_RELEASE "-Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed")

# lt_compile(TARGET) gives it what everything here is compiled with: the warnings, POSIX.1-2008, the doors.
function(lt_compile target)
  target_compile_options(${target} PRIVATE ${LT_WARNINGS})
  target_compile_definitions(${target} PRIVATE _XOPEN_SOURCE=700 _DEFAULT_SOURCE _FILE_OFFSET_BITS=64 LUTRIN_VERSION="${PROJECT_VERSION}")
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/include)
endfunction()

# lt_room(NAME FLOOR n SOURCES file... [USES room...] [PACKAGES pkg-config-module...] [LIBRARIES lib...])
# makes the static library lt_NAME. A room may use rooms on lower floors only; its outside libraries stay its own
# (headers of a package named here are not seen by the rooms above).
function(lt_room name)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "FLOOR" "SOURCES;USES;PACKAGES;LIBRARIES")
  add_library(lt_${name} STATIC ${room_SOURCES})
  set_target_properties(lt_${name} PROPERTIES LT_FLOOR ${room_FLOOR})
  lt_compile(lt_${name})
  foreach(used IN LISTS room_USES)
    get_target_property(floor lt_${used} LT_FLOOR)
    if(NOT floor LESS room_FLOOR)
      message(FATAL_ERROR "room ${name} (floor ${room_FLOOR}) may not use ${used} (floor ${floor})")
    endif()
    target_link_libraries(lt_${name} PUBLIC lt_${used})
  endforeach()
  foreach(package IN LISTS room_PACKAGES)
    pkg_check_modules(LT_${package} REQUIRED QUIET IMPORTED_TARGET ${package})
    target_link_libraries(lt_${name} PRIVATE PkgConfig::LT_${package})
  endforeach()
  target_link_libraries(lt_${name} PRIVATE ${room_LIBRARIES})
endfunction()

# lt_program(NAME SOURCES file... USES room... [PACKAGES module...]) makes a program and installs it.
function(lt_program name)
  cmake_parse_arguments(PARSE_ARGV 1 prog "" "" "SOURCES;USES;PACKAGES")
  add_executable(${name} ${prog_SOURCES})
  lt_compile(${name})
  foreach(used IN LISTS prog_USES)
    target_link_libraries(${name} PRIVATE lt_${used})
  endforeach()
  foreach(package IN LISTS prog_PACKAGES)
    pkg_check_modules(LT_${package} REQUIRED QUIET IMPORTED_TARGET ${package})
    target_link_libraries(${name} PRIVATE PkgConfig::LT_${package})
  endforeach()
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# lt_embed(OUT.c SYMBOL FILE) writes a C file that holds FILE as `const unsigned char SYMBOL[]` (a NUL is added) and
# its size as `const unsigned long SYMBOL_size`, and writes it again when FILE changes.
function(lt_embed out symbol file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} hex HEX)
  file(SIZE ${file} size)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT
"extern const unsigned char @symbol@[];
extern const unsigned long @symbol@_size;
const unsigned char @symbol@[] = {@bytes@0};
const unsigned long @symbol@_size = @size@;
")
endfunction()
