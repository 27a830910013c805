// SPDX-License-Identifier: Apache-2.0
// Random numbers: nanoseconds per draw on one core, for every instruction set this machine has.
#include <vector>

#include "kernels/core/draws.h"
#include "tests/performance/paired.h"

namespace imcbench::performance {

namespace {

constexpr std::uint32_t kDraws = 8192;  // one buffer, in the L1 cache

template <class Fill>
void run_draws(benchmark::State& state, Fill fill) {
  std::vector<float> out(kDraws);
  DrawAddress address{{1, 2}, 3};
  for (auto _ : state) {
    ++address.read;
    fill(address, 0, kDraws, out.data());
    benchmark::DoNotOptimize(out.data());
  }
  state.counters["seconds_per_draw"] = benchmark::Counter(
      static_cast<double>(state.iterations()) * kDraws,
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

bool register_draws() {
  for (const Isa isa : available_isas()) {
    if (isa == Isa::generic) continue;  // software fma: for old machines, not for speed
    const DrawKernels& kernels = draw_kernels(isa);
    const std::string suffix = "/" + std::string(name_of(isa));
    benchmark::RegisterBenchmark(("normal" + suffix).c_str(), [&kernels](benchmark::State& state) {
      run_draws(state, kernels.fill_normals);
    });
    benchmark::RegisterBenchmark(("uniform" + suffix).c_str(), [&kernels](benchmark::State& state) {
      run_draws(state, kernels.fill_uniforms);
    });
  }
  return true;
}

const bool registered = register_draws();

}  // namespace

}  // namespace imcbench::performance
