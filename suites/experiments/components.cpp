// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/components.h"

#include "kernels/core/check.h"
#include "results/validate.h"

namespace imcbench {

VarianceComponents components_at(const ScenarioRecord& record, const Trials& trials,
                                 std::size_t time) {
  const std::size_t times = record.time_s.size(), row = bit_bytes(record.predictions());
  const std::size_t chips = trials.chip.size();
  IMC_EXPECT(time < times && trials.correct_bits.size() == chips * times * row);
  std::vector<std::uint8_t> bits;
  for (std::size_t c = 0; c < chips; ++c) {
    const std::uint8_t* begin = trials.correct_bits.data() + (c * times + time) * row;
    bits.insert(bits.end(), begin, begin + row);
  }
  return variance_components(
      correct_margins(bits, static_cast<std::uint32_t>(chips), record.samples,
                      record.predictions_per_sample));
}

}  // namespace imcbench
