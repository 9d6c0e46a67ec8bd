# CMake toolchain for the boards: -DLUTRIN_ARCH=arm64|armhf -DLUTRIN_SYSROOT=DIR (board/cross sets both).
set(CMAKE_SYSTEM_NAME Linux)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES LUTRIN_ARCH LUTRIN_SYSROOT)

if(LUTRIN_ARCH STREQUAL "arm64")
  set(CMAKE_SYSTEM_PROCESSOR aarch64)
  set(triplet aarch64-linux-gnu)
elseif(LUTRIN_ARCH STREQUAL "armhf")
  set(CMAKE_SYSTEM_PROCESSOR armv7l)
  set(triplet arm-linux-gnueabihf)
else()
  message(FATAL_ERROR "LUTRIN_ARCH must be arm64 or armhf, not '${LUTRIN_ARCH}'")
endif()
if(NOT EXISTS "${LUTRIN_SYSROOT}/usr/lib/${triplet}")
  message(FATAL_ERROR "LUTRIN_SYSROOT '${LUTRIN_SYSROOT}' is no sysroot for ${LUTRIN_ARCH}: make one with board/sysroot")
endif()

set(CMAKE_C_COMPILER ${triplet}-gcc)
set(CMAKE_SYSROOT ${LUTRIN_SYSROOT})
set(CMAKE_LIBRARY_ARCHITECTURE ${triplet})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

set(ENV{PKG_CONFIG_SYSROOT_DIR} ${LUTRIN_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR} ${LUTRIN_SYSROOT}/usr/lib/${triplet}/pkgconfig:${LUTRIN_SYSROOT}/usr/share/pkgconfig)
set(ENV{PKG_CONFIG_PATH} "")

# Programs built for the board run on this machine through qemu-user (ctest, add_test).
find_program(LUTRIN_QEMU qemu-${CMAKE_SYSTEM_PROCESSOR}-static qemu-arm-static)
if(LUTRIN_QEMU)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${LUTRIN_QEMU};-L;${LUTRIN_SYSROOT})
endif()
