# How every target of the house is built: language, warnings, sanitizers, precompiled headers.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(TOMBOLA_SANITIZE "" CACHE STRING "Value of -fsanitize=, empty for none")
option(TOMBOLA_WERROR "Treat warnings as errors" OFF)

find_program(TOMBOLA_CCACHE ccache)
if(TOMBOLA_CCACHE)
  # The two sloppiness flags let ccache work with precompiled headers.
  set(TOMBOLA_CCACHE_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${TOMBOLA_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TOMBOLA_CCACHE_LAUNCHER})
endif()
find_program(TOMBOLA_MOLD mold)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # The system's linker leaves together what only a start runs, and the strings of a file, so that an
  # idle server has fewer pages in memory; and what is relocated is told in a page instead of seventy.
  # mold scatters strings, and breaks with the latter.
  add_link_options(-Wl,-z,pack-relative-relocs)
elseif(TOMBOLA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wold-style-cast)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++'s stable_sort calls what it has itself marked as deprecated.
  add_compile_options(-Wno-deprecated-declarations)
  # So that ccache knows a precompiled header made anew from the same text.
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
endif()
if(TOMBOLA_WERROR)
  add_compile_options(-Werror)
endif()
if(TOMBOLA_SANITIZE)
  add_compile_options(-fsanitize=${TOMBOLA_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TOMBOLA_SANITIZE})
  if(TOMBOLA_SANITIZE MATCHES "address")
    # Its stand-in for the stack grows slower with every exception that unwinds: half of all time.
    add_compile_options(-fsanitize-address-use-after-return=never)
  endif()
endif()

# tombola_make_small(operations lambda s3 ...): what lies in these folders of a library, or all of it,
# is compiled for few instructions rather than fast ones. An idle server has the pages in memory that
# its start touched, and the code of what it rarely does lies between.
function(tombola_make_small folder)
  string(REPLACE "/" "_" name "tombola_${folder}")
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Release" OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    return()
  endif()
  # Not -Os, for which a precompiled header would have to be another.
  set(small -mllvm -inline-threshold=20)
  if(NOT ARGN)
    target_compile_options(${name} PRIVATE ${small})
  endif()
  foreach(part ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/${part}/*.cpp)
    set_source_files_properties(${sources} PROPERTIES COMPILE_OPTIONS "${small}")
  endforeach()
endfunction()

# A header compiled once for many targets: tombola_precompile(name header libraries...) makes it from
# a header that includes those libraries', tombola_use_precompiled(target name) uses it.
function(tombola_precompile name header)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(${name} OBJECT ${source})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARGN})
  target_precompile_headers(${name} PRIVATE ${header})
endfunction()

function(tombola_use_precompiled target name)
  target_precompile_headers(${target} REUSE_FROM ${name})
  # The compiler takes it only where the same macros are defined.
  target_compile_definitions(${target} PRIVATE $<TARGET_PROPERTY:${name},COMPILE_DEFINITIONS>)
  target_link_libraries(${target} PRIVATE tombola_json_templates)
endfunction()

# All .cpp files of a folder belong to the folder's target. Below storage/, engine/ is a target of
# its own, so it is left out there.
function(tombola_sources target folder precompiled)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS
       ${CMAKE_SOURCE_DIR}/${folder}/*.cpp ${CMAKE_SOURCE_DIR}/${folder}/*.h)
  if(folder STREQUAL "storage")
    list(FILTER sources EXCLUDE REGEX "/storage/engine/")
  endif()
  list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/cli/main.cpp)  # the program's
  target_sources(${target} PRIVATE ${sources})
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
  tombola_use_precompiled(${target} ${precompiled})
endfunction()

# tombola_library(storage/engine DEPENDS a b): target tombola_storage_engine from that folder, with
# the house's precompiled header or another.
function(tombola_library folder)
  cmake_parse_arguments(ARG "" "PRECOMPILED" "DEPENDS"
                        PRECOMPILED tombola_precompiled ${ARGN})
  string(REPLACE "/" "_" name "tombola_${folder}")
  add_library(${name} STATIC)
  tombola_sources(${name} ${folder} ${ARG_PRECOMPILED})
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS})
  # Libraries' headers are not ours to warn about.
  target_include_directories(${name} SYSTEM PUBLIC ${Boost_INCLUDE_DIRS})
  target_compile_definitions(${name} PUBLIC TOMBOLA_VERSION="${PROJECT_VERSION}")
endfunction()

# tombola_embed(triggers a/b.mjs ...): each file becomes a string in "embedded/b.mjs.h", so that the
# binary carries it. The generated headers live in the build tree only.
function(tombola_embed folder)
  foreach(file ${ARGN})
    get_filename_component(name ${file} NAME)
    set(header ${CMAKE_BINARY_DIR}/embedded/${name}.h)
    add_custom_command(
      OUTPUT ${header}
      COMMAND ${CMAKE_COMMAND} -DINPUT=${CMAKE_SOURCE_DIR}/${file} -DOUTPUT=${header}
              -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
      DEPENDS ${CMAKE_SOURCE_DIR}/${file} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake)
    target_sources(tombola_${folder} PRIVATE ${header})
  endforeach()
  target_include_directories(tombola_${folder} PRIVATE ${CMAKE_BINARY_DIR})
endfunction()
