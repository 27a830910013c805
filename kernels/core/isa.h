// SPDX-License-Identifier: Apache-2.0
// Instruction sets a CPU kernel is compiled for, and the choice among them at run time.
//
// A file listed in imcbench_isa_sources() is compiled once per set and defines, in the namespace
// named after the set, one table of functions. IMC_SELECT_ISA gives the table for this machine.
// Every set computes the same bits; tests/core/isa_test.cpp runs them all against each other.
#pragma once

#include <span>
#include <string_view>

namespace imcbench {

enum class Isa { generic, avx2, avx512 };

// The best set this CPU has, lowered by the environment variable IMCBENCH_ISA (generic, avx2 or
// avx512) if that is set; a name this CPU cannot run is an InputError.
Isa active_isa();

// All sets this CPU can run, slowest first.
std::span<const Isa> available_isas();

std::string_view name_of(Isa isa);

}  // namespace imcbench

#if defined(__x86_64__)
#define IMC_DECLARE_ISA_TABLE(Type, name)          \
  namespace generic { extern const Type name; } \
  namespace avx2 { extern const Type name; }    \
  namespace avx512 { extern const Type name; }
#define IMC_SELECT_ISA(isa, name)                       \
  ((isa) == ::imcbench::Isa::avx512 ? avx512::name \
   : (isa) == ::imcbench::Isa::avx2 ? avx2::name   \
                                    : generic::name)
#else
#define IMC_DECLARE_ISA_TABLE(Type, name) \
  namespace generic { extern const Type name; }
#define IMC_SELECT_ISA(isa, name) (static_cast<void>(isa), generic::name)
#endif
