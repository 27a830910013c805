// SPDX-License-Identifier: Apache-2.0
#include "kernels/crossbar/input_range.h"

#include <algorithm>
#include <cmath>

namespace imcbench {

AbsHistogram::AbsHistogram(float largest) : largest_(largest), counts_(kBins, 0) {}

void AbsHistogram::add(float x) {
  const float place = largest_ > 0.0f ? std::fabs(x) / largest_ * kBins : 0.0f;
  counts_[std::min<std::uint32_t>(static_cast<std::uint32_t>(place), kBins - 1)] += 1;
  ++total_;
}

float AbsHistogram::quantile(double q) const {
  if (q >= 1.0) return largest_;
  const auto wanted = static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(total_)));
  std::uint64_t seen = 0;
  for (std::uint32_t bin = 0; bin < kBins; ++bin) {
    seen += counts_[bin];
    if (seen >= wanted) return largest_ * static_cast<float>(bin + 1) / kBins;
  }
  return largest_;
}

void Deviation::add(float x) {
  const double step = x - mean_;
  mean_ += step / static_cast<double>(++count_);
  squares_ += step * (x - mean_);
}

double Deviation::value() const {
  return count_ == 0 ? 0.0 : std::sqrt(squares_ / static_cast<double>(count_));
}

void MeanAbsMax::add(std::span<const float> vector) {
  sum_ += largest_abs(vector);
  ++count_;
}

double MeanAbsMax::value() const { return count_ == 0 ? 0.0 : sum_ / static_cast<double>(count_); }

float largest_abs(std::span<const float> values) {
  float largest = 0.0f;
  for (const float value : values) largest = std::max(largest, std::fabs(value));
  return largest;
}

}  // namespace imcbench
