// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/isa.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

std::vector<Isa> detect() {
  std::vector<Isa> found{Isa::generic};
#if defined(__x86_64__)
  __builtin_cpu_init();
  // x86-64-v3 and -v4 as the compiler flags mean them.
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                  __builtin_cpu_supports("bmi2");
  const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512vl");
  if (v3) found.push_back(Isa::avx2);
  if (v4) found.push_back(Isa::avx512);
#endif
  return found;
}

Isa choose() {
  const char* wanted = std::getenv("IMCBENCH_ISA");
  if (wanted == nullptr || *wanted == '\0') return available_isas().back();
  std::vector<std::string> names;
  for (const Isa isa : available_isas()) {
    if (name_of(isa) == wanted) return isa;
    names.emplace_back(name_of(isa));
  }
  input_error("environment variable IMCBENCH_ISA: this processor cannot run '{}'{}", wanted,
              suggestion(wanted, names));
}

}  // namespace

std::span<const Isa> available_isas() {
  static const std::vector<Isa> isas = detect();
  return isas;
}

Isa active_isa() {
  static const Isa isa = choose();
  return isa;
}

std::string_view name_of(Isa isa) {
  constexpr std::string_view names[] = {"generic", "avx2", "avx512"};
  return names[static_cast<int>(isa)];
}

}  // namespace imcbench
