// SPDX-License-Identifier: Apache-2.0
#include "tests/performance/family.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/random.h"
#include "kernels/network/calibration.h"
#include "kernels/network/chip_cpu.h"
#include "kernels/network/digital_forward.h"
#include "tests/performance/lenet.h"
#include "tests/performance/paired.h"
#include "tests/performance/sgemm_peak.h"

namespace imcbench::performance {

namespace {

constexpr double kTimes[] = {3600.0};
constexpr std::uint32_t kWeightSeed = 11, kTableSeed = 12;

void randomize(ProductLayer& product, std::uint32_t stream) {
  const ProductGeometry& g = product.geometry;
  const float sigma = 1.0f / std::sqrt(static_cast<float>(g.inputs));
  for (std::uint32_t k = 0; k < g.inputs; ++k) {
    for (std::uint32_t o = 0; o < g.outputs; ++o) {
      product.weight[k * product.ld() + o] =
          sigma * normal_of(draw_word({{kWeightSeed, stream}}, k * g.outputs + o));
    }
  }
}

template <class Forward>
void all_samples(const FamilyCase& family, Forward forward) {
  for (std::uint32_t s = 0; s < family.samples; s += family.batch) {
    forward(family.x.data() + s * family.network.input.size(), s);
  }
}

}  // namespace

void randomize(Network& network, std::uint32_t stream) {
  for (Layer& layer : network.layers) {
    for (ProductLayer& product : layer.products()) randomize(product, stream++);
    if (layer.kind() != Embedding::kind && layer.kind() != PositionEmbedding::kind) continue;
    for (std::size_t i = 0; i < layer.parameters.size(); ++i) {
      const std::uint32_t element = static_cast<std::uint32_t>(i);
      layer.parameters[i] = 0.1f * normal_of(draw_word({{kTableSeed, stream}}, element));
    }
    ++stream;
  }
}

Hardware standard_without(std::initializer_list<const char*> stages) {
  Hardware hardware = Hardware::standard();
  for (const char* stage : stages) hardware[stage].enabled = false;
  return hardware;
}

Hardware core_hardware() { return standard_without({"ir_drop", "pcm_read_noise"}); }

void plain_against_sgemm(benchmark::State& state, const FamilyCase& family) {
  DigitalForward plain(family.network, family.batch);
  SgemmPeak peak(2048);
  const double seconds = run_paired(
      state, "time_vs_sgemm2048",
      [&] {
        all_samples(family, [&](const float* x, std::uint32_t) { plain.run(x, family.batch); });
      },
      [&] { peak.run(); });
  const double digital = 2.0 * static_cast<double>(coverage(family.network).digital_macs);
  const double flops = family.samples * (product_flops(family.network) + digital);
  state.counters["GFLOPs"] = flops / seconds * 1e-9;
  state.counters["share_of_sgemm_peak"] =
      flops / peak.flops() / state.counters["time_vs_sgemm2048"];
}

void chip_against_plain(benchmark::State& state, const FamilyCase& family,
                        const Hardware& hardware) {
  const std::uint32_t calibrated = std::min<std::uint32_t>(family.samples, 16);
  const auto ranges = calibrate_input_ranges(family.network, hardware, family.x.data(), calibrated);
  const AnalogNetwork analog = build_analog_network(family.network, hardware, ranges, kTimes, 1);
  DigitalForward plain(family.network, family.batch);
  ChipCpu chip(analog, family.batch);
  chip.program(0, 0);
  const double seconds = run_paired(
      state, "ratio_to_plain",
      [&] {
        all_samples(family, [&](const float* x, std::uint32_t first) {
          chip.forward(x, family.batch, first);
        });
      },
      [&] {
        all_samples(family, [&](const float* x, std::uint32_t) { plain.run(x, family.batch); });
      });
  state.counters["us_per_sample"] = seconds / family.samples * 1e6;
}

}  // namespace imcbench::performance
