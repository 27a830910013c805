// SPDX-License-Identifier: Apache-2.0
// The one place that knows whether a file is compiled for the host, for one instruction set, or by nvcc.
#pragma once

// IMC_HD: a function of a formula. The same lines run on the host and on the device. It is always
// inlined, so that no out-of-line copy built for AVX-512 can be linked into code for an older CPU.
#ifdef __CUDACC__
#define IMC_HD __host__ __device__ __forceinline__
#else
#define IMC_HD inline __attribute__((always_inline))
#endif

// Behind the parameters of a lambda in an IMC_HD function: inlined like it.
#ifdef __CUDACC__
#define IMC_INLINE
#else
#define IMC_INLINE __attribute__((always_inline))
#endif

// Loops over independent elements that we want vectorized.
#define IMC_SIMD _Pragma("GCC ivdep")

// A loop over a constant number of elements, at most 32, that must be unrolled completely.
#ifdef __CUDACC__
#define IMC_UNROLL _Pragma("unroll")
#else
#define IMC_UNROLL _Pragma("GCC unroll 32")
#endif

#define IMC_RESTRICT __restrict__
