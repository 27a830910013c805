// SPDX-License-Identifier: Apache-2.0
// Matrix products: the sgemm peak of OpenBLAS, our fixed-order product beside it, and the LeNet
// convolutions both ways (OpenBLAS after unrolling the input, as frameworks do).
#include <cblas.h>

#include <cstring>

#include "kernels/core/gemm.h"
#include "kernels/core/random.h"
#include "kernels/layers/product_layer.h"
#include "tests/performance/paired.h"
#include "tests/performance/sgemm_peak.h"

namespace imcbench::performance {

namespace {

std::vector<float> normals(std::size_t count, std::uint32_t chip) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = normal_of(draw_word({{7, 7}, chip}, static_cast<std::uint32_t>(i)));
  }
  return values;
}

struct ConvCase {
  ProductLayer layer;
  std::vector<float> x, y, unrolled, dense;

  explicit ConvCase(ProductLayer l) : layer(std::move(l)) {
    const ProductGeometry& g = layer.geometry;
    x = normals(g.padded().size(), 1);
    layer.weight = normals(layer.weight.size(), 2);
    y.resize(g.out.size());
    unrolled.resize(static_cast<std::size_t>(g.positions) * g.inputs);
    dense = normals(static_cast<std::size_t>(g.inputs) * g.outputs, 3);
  }
  void ours() {
    const ProductGeometry& g = layer.geometry;
    gemm_kernels().gather_gemm({x.data(), g.row_base.data(), g.k_offset.data(), layer.weight.data(),
                                layer.ld(), y.data(), g.outputs, g.positions, g.inputs, g.outputs,
                                false});
  }
  void openblas() {
    const ProductGeometry& g = layer.geometry;
    float* to = unrolled.data();
    for (const std::int32_t base : g.row_base) {
      for (const std::int32_t offset : g.k_offset) *to++ = x[base + offset];
    }
    const int rows = static_cast<int>(g.positions), n = static_cast<int>(g.outputs);
    const int k = static_cast<int>(g.inputs);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, n, k, 1.0f, unrolled.data(), k,
                dense.data(), n, 0.0f, y.data(), n);
  }
  double flops() const {
    const ProductGeometry& g = layer.geometry;
    return 2.0 * g.positions * g.inputs * g.outputs;
  }
};

template <class Run>
void run_conv(benchmark::State& state, ConvCase conv, Run run) {
  constexpr int kRepeats = 200;
  SgemmPeak peak(1024);
  const double seconds = run_paired(
      state, "time_vs_sgemm1024",
      [&] {
        for (int i = 0; i < kRepeats; ++i) run(conv);
      },
      [&] { peak.run(); });
  state.counters["GFLOPs"] = kRepeats * conv.flops() / seconds * 1e-9;
}

ConvCase conv1() { return ConvCase(make_conv2d({28, 28, 1}, 16, 5, 1, 0)); }
ConvCase conv2() { return ConvCase(make_conv2d({12, 12, 16}, 32, 5, 1, 0)); }

void lenet_conv1_ours(benchmark::State& s) { run_conv(s, conv1(), [](ConvCase& c) { c.ours(); }); }
void lenet_conv1_openblas(benchmark::State& s) {
  run_conv(s, conv1(), [](ConvCase& c) { c.openblas(); });
}
void lenet_conv2_ours(benchmark::State& s) { run_conv(s, conv2(), [](ConvCase& c) { c.ours(); }); }
void lenet_conv2_openblas(benchmark::State& s) {
  run_conv(s, conv2(), [](ConvCase& c) { c.openblas(); });
}
void sgemm_2048_openblas(benchmark::State& state) {
  SgemmPeak peak(2048);
  for (auto _ : state) {
    const double seconds = seconds_of([&] { peak.run(); });
    state.SetIterationTime(seconds);
    state.counters["GFLOPs"] = peak.flops() / seconds * 1e-9;
  }
}

BENCHMARK(sgemm_2048_openblas)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(lenet_conv1_ours)->UseManualTime();
BENCHMARK(lenet_conv1_openblas)->UseManualTime();
BENCHMARK(lenet_conv2_ours)->UseManualTime();
BENCHMARK(lenet_conv2_openblas)->UseManualTime();

}  // namespace

}  // namespace imcbench::performance
