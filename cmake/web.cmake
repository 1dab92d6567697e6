# The web bundles, built by web/build.mjs into build/web/ and embedded, already compressed, as cloister_assets.
set(CLOISTER_WEB_OUT "${PROJECT_SOURCE_DIR}/build/web")
set(CLOISTER_NODE "${PROJECT_SOURCE_DIR}/.tools/node/bin/node")

file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS
     "${PROJECT_SOURCE_DIR}/web/*.ts" "${PROJECT_SOURCE_DIR}/web/*.tsx" "${PROJECT_SOURCE_DIR}/web/*.css"
     "${PROJECT_SOURCE_DIR}/web/*.html" "${PROJECT_SOURCE_DIR}/web/*.svg" "${PROJECT_SOURCE_DIR}/web/*.png"
     "${PROJECT_SOURCE_DIR}/web/*.woff2" "${PROJECT_SOURCE_DIR}/web/*.mjs" "${PROJECT_SOURCE_DIR}/web/*.webmanifest")
# The detector is compiled for browsers, too.
file(GLOB detect_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/detect/*.h" "${PROJECT_SOURCE_DIR}/src/detect/*.cc")
list(FILTER web_sources EXCLUDE REGEX "/node_modules/")

# build.mjs leaves files alone that did not change, so the stamp, not the outputs, tells whether it ran; `restat`
# then spares the compilation when the bundles came out the same.
add_custom_command(
  OUTPUT "${CMAKE_BINARY_DIR}/web.stamp"
  BYPRODUCTS "${CLOISTER_WEB_OUT}/embedded/assets.cc"
  COMMAND "${CLOISTER_NODE}" "${PROJECT_SOURCE_DIR}/web/build.mjs"
  COMMAND "${CMAKE_COMMAND}" -E touch "${CMAKE_BINARY_DIR}/web.stamp"
  DEPENDS ${web_sources} ${detect_sources} "${PROJECT_SOURCE_DIR}/web/package-lock.json" "${PROJECT_SOURCE_DIR}/web/tsconfig.json"
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  COMMENT "Bundling the web part"
  VERBATIM)
add_custom_target(web DEPENDS "${CMAKE_BINARY_DIR}/web.stamp")

add_library(cloister_assets STATIC "${CLOISTER_WEB_OUT}/embedded/assets.cc")
set_source_files_properties("${CLOISTER_WEB_OUT}/embedded/assets.cc" PROPERTIES GENERATED TRUE)
add_dependencies(cloister_assets web)
target_include_directories(cloister_assets PRIVATE "${PROJECT_SOURCE_DIR}/src")
target_compile_options(cloister_assets PRIVATE -Wno-c23-extensions)
