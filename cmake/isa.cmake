# SPDX-License-Identifier: Apache-2.0
# Compiles one source once per instruction set; kernels/core/isa.h picks at run time. Each object
# sees IMC_ISA (a namespace name), so that no two objects define the same symbol.
function(imcbench_isa_sources target source)
  # gcc 12 warns about its own AVX-512 headers (bug 105593): -Wno-maybe-uninitialized.
  set(flags -O3 -fno-math-errno -fno-trapping-math -Wno-maybe-uninitialized)
  set(isa_generic "")
  set(isa_avx2 -march=x86-64-v3)
  set(isa_avx512 -march=x86-64-v4 -mprefer-vector-width=512)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    set(isas generic avx2 avx512)
  else()
    set(isas generic)
  endif()
  get_filename_component(stem ${source} NAME_WE)
  foreach(isa ${isas})
    set(object imcbench_${stem}_${isa})
    add_library(${object} OBJECT ${source})
    target_compile_definitions(${object} PRIVATE IMC_ISA=${isa})
    target_compile_options(${object} PRIVATE ${flags} ${isa_${isa}})
    target_include_directories(${object} PRIVATE ${CMAKE_SOURCE_DIR})
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${object}>)
  endforeach()
endfunction()
