# SPDX-License-Identifier: Apache-2.0
# Reads PTX: every floating-point operation must be rounded to nearest, none approximate, flushed to
# zero, or left for the assembler to fuse (an add, sub or mul without .rn).
#   cmake -DPTX=formulas.ptx -P check_rounding.cmake
file(READ ${PTX} text)
string(REGEX MATCHALL "(add|sub|mul|mad|div|sqrt|rcp|ex2|lg2|sin|cos|tanh|fma)\\.[a-z0-9.]*f(32|64)"
       operations "${text}")
list(REMOVE_DUPLICATES operations)
set(found_fma FALSE)
foreach(operation IN LISTS operations)
  if(NOT operation MATCHES "^(add|sub|mul|fma|div|rcp|sqrt)\\.rn\\.f(32|64)$")
    message(SEND_ERROR "${PTX}: ${operation}")
  elseif(operation MATCHES "^fma")
    set(found_fma TRUE)
  endif()
endforeach()
if(NOT found_fma)
  message(SEND_ERROR "${PTX}: no fma at all; is this the right file?")
endif()
message(STATUS "${operations}")
