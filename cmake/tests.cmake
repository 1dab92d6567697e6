# Tests: one executable per module under tests/unit/, one each for tests/conformance, tests/simulation and
# tests/integration, one per fuzz target. ctest's labels are the parts of `./dev test`.
enable_testing()
find_package(GTest REQUIRED)

set(CLOISTER_TEST_ENVIRONMENT
    "ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-19"
    "UBSAN_OPTIONS=print_stacktrace=1"
    "TSAN_OPTIONS=external_symbolizer_path=/usr/bin/llvm-symbolizer-19 second_deadlock_stack=1")

# Helpers shared by tests: #include "support/NAME.h" links cloister_support_NAME, a library of its own, so that the
# test of a low module does not wait for a server to be built.
file(GLOB support_headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/support/*.h")
foreach(header IN LISTS support_headers)
  get_filename_component(name "${header}" NAME_WE)
  string(REGEX REPLACE "[.]h$" ".cc" source "${header}")
  set(library cloister_support_${name})
  if(EXISTS "${source}")
    add_library(${library} STATIC "${source}")
    target_include_directories(${library} PUBLIC "${PROJECT_SOURCE_DIR}/tests")
    target_link_libraries(${library} PUBLIC GTest::gmock)
    cloister_link_included(${library} PUBLIC "${source}" "${header}")
  else()
    add_library(${library} INTERFACE)
    target_include_directories(${library} INTERFACE "${PROJECT_SOURCE_DIR}/tests")
    cloister_link_included(${library} INTERFACE "${header}")
  endif()
endforeach()
# The engine has no libraries, the labelled cases are JSON.
target_link_libraries(cloister_support_detect_cases PUBLIC Boost::json fmt::fmt)

# Test code is compiled often and runs briefly: without optimisation and coverage it compiles in half the time. The
# simulation runs long.
set(CLOISTER_TEST_OPTIONS "")
if(CLOISTER_PRESET STREQUAL "check")
  set(CLOISTER_TEST_OPTIONS -fno-sanitize=fuzzer-no-link $<$<NOT:$<STREQUAL:$<TARGET_PROPERTY:NAME>,simulation>>:-O0>)
endif()

# cloister_add_test(name label source…)
function(cloister_add_test name label)
  add_executable(${name} ${ARGN})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${name} PRIVATE GTest::gmock GTest::gtest_main)
  target_compile_options(${name} PRIVATE ${CLOISTER_TEST_OPTIONS})
  target_compile_definitions(${name} PRIVATE
    CLOISTER_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CLOISTER_BINARY="${CMAKE_BINARY_DIR}/cloister")
  cloister_link_included(${name} PRIVATE ${ARGN})
  add_test(NAME ${name}
           COMMAND ${name} --gtest_brief=1 "--gtest_output=xml:${CMAKE_BINARY_DIR}/results/${name}.xml"
           WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 600 ENVIRONMENT "${CLOISTER_TEST_ENVIRONMENT}")
  add_dependencies(tests_${label} ${name})
endfunction()

foreach(label unit conformance simulation integration fuzz)
  add_custom_target(tests_${label})
endforeach()

foreach(module IN LISTS CLOISTER_MODULES)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/unit/${module}/*_test.cc")
  if(sources)
    cloister_add_test(unit_${module} unit ${sources})
    target_link_libraries(unit_${module} PRIVATE cloister_${module})
  endif()
endforeach()

foreach(kind conformance simulation integration)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${kind}/*.cc" "${PROJECT_SOURCE_DIR}/tests/${kind}/*.h")
  if(sources)
    cloister_add_test(${kind} ${kind} ${sources})
  endif()
endforeach()
if(TARGET integration AND TARGET cloister)
  add_dependencies(integration cloister)
endif()

if(CLOISTER_PRESET STREQUAL "check")
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/fuzz/*_fuzz.cc")
  foreach(source IN LISTS sources)
    get_filename_component(name "${source}" NAME_WE)
    string(REGEX REPLACE "_fuzz$" "" name "${name}")
    add_executable(fuzz_${name} "${source}")
    target_include_directories(fuzz_${name} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests")
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    cloister_link_included(fuzz_${name} PRIVATE "${source}")
    add_test(NAME fuzz_${name}
             COMMAND "${PROJECT_SOURCE_DIR}/scripts/fuzz-replay" $<TARGET_FILE:fuzz_${name}>
                     "${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name}" "${CMAKE_BINARY_DIR}/fuzz/${name}")
    set_tests_properties(fuzz_${name} PROPERTIES LABELS fuzz TIMEOUT 180 ENVIRONMENT "${CLOISTER_TEST_ENVIRONMENT}")
    add_dependencies(tests_fuzz fuzz_${name})
  endforeach()
endif()
