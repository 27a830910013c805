// SPDX-License-Identifier: Apache-2.0
#include "datasets/windows.h"

#include "kernels/core/check.h"

namespace imcbench {

std::uint32_t window_count(std::size_t tokens, std::uint32_t length, std::uint32_t predictions) {
  IMC_EXPECT(predictions >= 1 && predictions <= length);
  if (tokens <= length) return 0;
  return static_cast<std::uint32_t>((tokens - 1 - (length - predictions)) / predictions);
}

Dataset cut_windows(std::span<const std::uint16_t> tokens, std::uint32_t length,
                    std::uint32_t predictions) {
  Dataset data;
  data.count = window_count(tokens.size(), length, predictions);
  data.height = length;
  data.width = 1;
  data.predictions = predictions;
  data.values.reserve(std::size_t{data.count} * length);
  data.labels.reserve(std::size_t{data.count} * predictions);
  for (std::uint32_t k = 0; k < data.count; ++k) {
    const auto window = tokens.subspan(std::size_t{k} * predictions, length + 1);
    data.values.insert(data.values.end(), window.begin(), window.end() - 1);
    data.labels.insert(data.labels.end(), window.end() - predictions, window.end());
  }
  return data;
}

}  // namespace imcbench
