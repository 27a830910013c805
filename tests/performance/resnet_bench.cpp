// SPDX-License-Identifier: Apache-2.0
// ResNet-20 for CIFAR-10 with batch normalization folded, 16 images, 8 at a time.
#include "suites/models/resnet_cifar.h"
#include "tests/performance/family.h"
#include "tests/performance/lenet.h"

namespace imcbench::performance {

namespace {

constexpr std::uint32_t kImages = 16, kBatch = 8;

FamilyCase resnet20_case() {
  ParamValues params = ParamValues::defaults(kResnetCifarParams);
  params.set("batch_norm", 0.0);
  FamilyCase resnet{
      make_resnet_cifar({.input = {32, 32, 3}, .classes = 10}, params), {}, kImages, kBatch};
  randomize(resnet.network, 0);
  resnet.x = make_inputs(resnet.network, kImages);
  return resnet;
}

void resnet20_plain_fp32(benchmark::State& state) { plain_against_sgemm(state, resnet20_case()); }
void resnet20_noisy_core(benchmark::State& state) {
  chip_against_plain(state, resnet20_case(), core_hardware());
}
void resnet20_noisy_all(benchmark::State& state) {
  chip_against_plain(state, resnet20_case(), Hardware::standard());
}

BENCHMARK(resnet20_plain_fp32)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(resnet20_noisy_core)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(resnet20_noisy_all)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);

}  // namespace

}  // namespace imcbench::performance
