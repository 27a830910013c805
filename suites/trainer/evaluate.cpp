// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/evaluate.h"

#include <algorithm>
#include <numeric>

#include "kernels/layers/score_kernels.h"
#include "kernels/network/digital_forward.h"
#include "suites/trainer/batches.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kBlock = 32;  // samples at a time

}  // namespace

Evaluation evaluate(const Network& network, const Dataset& data,
                    const std::vector<std::uint32_t>& samples, int threads, Isa isa) {
  const InputMaker inputs(network, data, {}, 0);
  const std::size_t outputs = network.output().size(), predictions = data.predictions;
  const std::size_t scored_from = first_scored(network, data.predictions);
  const std::size_t blocks = (samples.size() + kBlock - 1) / kBlock;
  std::uint64_t correct = 0;
  std::int64_t loss_q24 = 0;
  const ScoreKernels& kernels = score_kernels(isa);
#pragma omp parallel num_threads(threads) reduction(+ : correct, loss_q24)
  {
    DigitalForward forward(network, kBlock, isa);
    std::vector<float> x(std::size_t{kBlock} * network.input.size());
#pragma omp for schedule(dynamic)
    for (std::size_t block = 0; block < blocks; ++block) {
      const std::size_t first = block * kBlock, last = std::min(samples.size(), first + kBlock);
      for (std::size_t i = first; i < last; ++i) {
        inputs.make(samples[i], 0, x.data() + (i - first) * network.input.size());
      }
      const float* y = forward.run(x.data(), static_cast<std::uint32_t>(last - first));
      for (std::size_t i = first; i < last; ++i) {
        const float* logits = y + (i - first) * outputs + scored_from;
        for (std::size_t p = 0; p < predictions; ++p) {
          const Score s = kernels.score(logits + p * network.classes, network.classes,
                                data.labels[samples[i] * predictions + p]);
          correct += s.correct ? 1 : 0;
          loss_q24 += s.loss_q24;
        }
      }
    }
  }
  return {samples.size() * predictions, correct, loss_q24};
}

Evaluation evaluate(const Network& network, const Dataset& data, int threads, Isa isa) {
  std::vector<std::uint32_t> all(data.count);
  std::iota(all.begin(), all.end(), 0u);
  return evaluate(network, data, all, threads, isa);
}

}  // namespace imcbench
