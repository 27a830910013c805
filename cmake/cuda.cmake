# SPDX-License-Identifier: Apache-2.0
# The CUDA backend is built when nvcc is found; everything else builds without it.
set(IMCBENCH_HAVE_CUDA OFF)
if(IMCBENCH_CUDA AND IMCBENCH_SANITIZE)
  message(STATUS "CUDA backend: off (nvcc does not build with the sanitizers)")
elseif(IMCBENCH_CUDA)
  include(CheckLanguage)
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    if(NOT CMAKE_CUDA_ARCHITECTURES)
      set(CMAKE_CUDA_ARCHITECTURES 80 90)
    endif()
    enable_language(CUDA)
    find_package(CUDAToolkit REQUIRED)
    if(CMAKE_CUDA_COMPILER_VERSION VERSION_LESS 12.1)
      message(FATAL_ERROR "The CUDA backend needs CUDA 12.1 or later, for kernel parameters beyond "
                          "4 KB; nvcc is ${CMAKE_CUDA_COMPILER_VERSION}. Install a later one, or "
                          "leave the backend out: -DIMCBENCH_CUDA=OFF")
    endif()
    set(CMAKE_CUDA_STANDARD 20)
    set(CMAKE_CUDA_STANDARD_REQUIRED ON)
    if(NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION)  # CMake before 3.26 does not know that nvcc has it
      set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
      set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)
    endif()
    # Same bits as the host: no contraction, IEEE division and square root. fmt 9 and 10 switch
    # their constexpr off under nvcc and then do not compile as C++20: FMT_USE_CONSTEXPR.
    set(IMCBENCH_CUDA_FLAGS --fmad=false --prec-div=true --prec-sqrt=true --ftz=false
        --expt-relaxed-constexpr -Xcompiler=-ffp-contract=off -DFMT_USE_CONSTEXPR=1)
    set(IMCBENCH_HAVE_CUDA ON)
    message(STATUS "CUDA backend: on (nvcc ${CMAKE_CUDA_COMPILER_VERSION})")
  else()
    message(STATUS "CUDA backend: off (no nvcc found)")
  endif()
else()
  message(STATUS "CUDA backend: off (IMCBENCH_CUDA=OFF)")
endif()

# Settings of a target with CUDA sources. The runtime is linked statically and opens the driver at
# the first call: the program starts where there is no driver.
function(imcbench_cuda_target target)
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CUDA>:${IMCBENCH_CUDA_FLAGS}>)
  target_link_libraries(${target} PUBLIC CUDA::cudart_static CUDA::cublas)
endfunction()
