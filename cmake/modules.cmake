# The modules of src/ in their order of layers: each may use those before it, and scripts/lint holds them to it.
set(CLOISTER_MODULES base detect crypto protocol policy core watch store bus net client server assure cli)

# Modules that use nothing but the standard library, no module below either: they are compiled for the browser too.
set(CLOISTER_STANDALONE_MODULES detect)

# Libraries from outside, where they are first needed; later modules inherit them.
set(CLOISTER_LIBRARIES_base OpenSSL::Crypto fmt::fmt)
set(CLOISTER_LIBRARIES_crypto PkgConfig::sodium)
set(CLOISTER_LIBRARIES_protocol Boost::headers Boost::json Boost::url)
set(CLOISTER_LIBRARIES_store SQLite::SQLite3)
set(CLOISTER_LIBRARIES_net OpenSSL::SSL Threads::Threads)
set(CLOISTER_LIBRARIES_server cloister_assets spdlog::spdlog tomlplusplus::tomlplusplus)
set(CLOISTER_LIBRARIES_cli CLI11::CLI11)

# cloister_add_modules(): a static library cloister_<module> for each module that has sources. A module without any
# is an interface, so that headers alone work and the chain of layers stays whole.
function(cloister_add_modules)
  set(below "")
  foreach(module IN LISTS CLOISTER_MODULES)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${module}/*.cc")
    list(REMOVE_ITEM sources "${PROJECT_SOURCE_DIR}/src/cli/main.cc")
    if(sources)
      add_library(cloister_${module} STATIC ${sources})
      set(scope PUBLIC)
      target_link_libraries(cloister_${module} PRIVATE cloister_warnings)
    else()
      add_library(cloister_${module} INTERFACE)
      set(scope INTERFACE)
    endif()
    target_include_directories(cloister_${module} ${scope} "${PROJECT_SOURCE_DIR}/src")
    if(module IN_LIST CLOISTER_STANDALONE_MODULES)
      list(APPEND below cloister_${module})
    else()
      target_link_libraries(cloister_${module} ${scope} ${below} ${CLOISTER_LIBRARIES_${module}})
      set(below cloister_${module})
    endif()
  endforeach()
endfunction()

# cloister_link_included(target source…): links the modules whose headers the sources include (and with them those
# below), so that a test of one module can be built while another is in pieces.
function(cloister_link_included target)
  foreach(source IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
    file(STRINGS "${source}" includes REGEX "^[ \t]*#[ \t]*include[ \t]*\"[a-z]+/")
    foreach(line IN LISTS includes)
      string(REGEX REPLACE "^[^\"]*\"([a-z]+)/.*$" "\\1" module "${line}")
      if(module IN_LIST CLOISTER_MODULES)
        target_link_libraries(${target} PRIVATE cloister_${module})
      elseif(module STREQUAL "support" AND NOT target STREQUAL "cloister_test_support")
        target_link_libraries(${target} PRIVATE cloister_test_support)
      endif()
    endforeach()
  endforeach()
  target_link_libraries(${target} PRIVATE cloister_warnings)
endfunction()
