# What every translation unit is compiled with. Clang 19 with libstdc++ 12 is the one supported compiler: g++ 12.2
# miscompiles temporaries in coroutines (docs/dependencies.md).
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR NOT CMAKE_CXX_COMPILER_VERSION MATCHES "^19\\.")
  message(FATAL_ERROR "Cloister is built with clang 19, not ${CMAKE_CXX_COMPILER} ${CMAKE_CXX_COMPILER_VERSION}. "
                      "Use ./dev build, or a preset: cmake --preset release")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(CLOISTER_CCACHE ccache)
if(CLOISTER_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CLOISTER_CCACHE}")
endif()

add_link_options(-fuse-ld=lld -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed)
add_compile_options(-fno-omit-frame-pointer -fcolor-diagnostics)
# Bounds and preconditions of the standard library are checked in every build; they end the process, not the secrecy.
add_compile_definitions(_GLIBCXX_ASSERTIONS)

if(CLOISTER_PRESET STREQUAL "release")
  # Without the path of the checkout, two of them give the same binary.
  add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
  add_compile_options(-O2 -g1 -fstack-protector-strong -fstack-clash-protection -ffunction-sections -fdata-sections)
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    add_compile_options(-fcf-protection)
  endif()
  add_compile_definitions(_FORTIFY_SOURCE=2)
  add_link_options(-Wl,--gc-sections -Wl,--icf=safe -Wl,--compress-debug-sections=zlib)
elseif(CLOISTER_PRESET STREQUAL "check")
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fsanitize=fuzzer-no-link)
  add_compile_options(-O1 -g ${sanitizers} -fsanitize-address-use-after-return=runtime)
  add_link_options(${sanitizers})
  add_compile_definitions(CLOISTER_CHECKED)
elseif(CLOISTER_PRESET STREQUAL "tsan")
  add_compile_options(-O1 -g -fsanitize=thread)
  add_link_options(-fsanitize=thread)
  add_compile_definitions(CLOISTER_CHECKED)
else()
  message(FATAL_ERROR "unknown preset '${CLOISTER_PRESET}': use cmake --preset release, check or tsan")
endif()

# Our own sources only.
add_library(cloister_warnings INTERFACE)
target_compile_options(cloister_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wcast-qual -Wformat=2 -Wnull-dereference -Wimplicit-fallthrough -Wextra-semi
  -Wundef -Wunused -Wunreachable-code -Wrange-loop-analysis -Wthread-safety -Wvla)
