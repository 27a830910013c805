// SPDX-License-Identifier: Apache-2.0
#include "suites/report/shared_chips.h"

#include <fmt/format.h>

namespace imcbench {

SharedChips shared_chips(const ScenarioResult& a, std::size_t time_a, const ScenarioResult& b,
                         std::size_t time_b) {
  const std::size_t times_a = a.record.time_s.size(), times_b = b.record.time_s.size();
  SharedChips shared;
  for (std::size_t i = 0, j = 0; i < a.trials.chip.size() && j < b.trials.chip.size();) {
    const std::uint32_t chip_a = a.trials.chip[i], chip_b = b.trials.chip[j];
    if (chip_a == chip_b) {
      shared.a.push_back(a.trials.correct[i * times_a + time_a]);
      shared.b.push_back(b.trials.correct[j * times_b + time_b]);
    }
    i += chip_a <= chip_b;
    j += chip_b <= chip_a;
  }
  return shared;
}

std::string obstacle(const ScenarioRecord& a, const ScenarioRecord& b) {
  if (a.model != b.model) return fmt::format("the models differ: {}, {}", a.model, b.model);
  if (a.dataset != b.dataset || a.split != b.split) {
    return fmt::format("the data differ: {} {}, {} {}", a.dataset, a.split, b.dataset, b.split);
  }
  if (a.samples != b.samples) {
    return fmt::format("the samples differ: {}, {}", a.samples, b.samples);
  }
  if (a.predictions_per_sample != b.predictions_per_sample) {
    return fmt::format("the predictions per sample differ: {}, {}", a.predictions_per_sample,
                       b.predictions_per_sample);
  }
  if (a.data_sha256 != b.data_sha256) {
    return fmt::format("the files of {} differ: sha256 {}, {}", a.dataset,
                       a.data_sha256.substr(0, 16), b.data_sha256.substr(0, 16));
  }
  return "";
}

}  // namespace imcbench
