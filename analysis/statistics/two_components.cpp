// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/two_components.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <limits>

#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// C S times a sum of squares is a whole number, up to (C S)^2: it is formed exactly.
__extension__ using Whole = __int128;

Whole sum_of(std::span<const std::uint32_t> counts) {
  Whole sum = 0;
  for (const std::uint32_t n : counts) sum += n;
  return sum;
}

Whole squares_of(std::span<const std::uint32_t> counts) {
  Whole sum = 0;
  for (const std::uint32_t n : counts) sum += static_cast<Whole>(n) * n;
  return sum;
}

double variance_above(double mean_square, double residual, double divisor, bool& was_negative) {
  was_negative = mean_square < residual;
  return was_negative ? 0.0 : (mean_square - residual) / divisor;
}

double student_half_width(double variance, double freedom, double level) {
  IMC_EXPECT(level > 0.0 && level < 1.0);
  if (!(freedom > 0.0)) return variance == 0.0 ? 0.0 : kNaN;
  const boost::math::students_t_distribution<double> t(freedom);
  return boost::math::quantile(boost::math::complement(t, 0.5 * (1.0 - level))) *
         std::sqrt(variance);
}

struct MeanVariance {
  double variance, freedom;
};

MeanVariance combined(const VarianceComponents& v, double f) {
  const double chips = v.chips, samples = v.samples;
  const double sum = v.ms_chip + f * (v.ms_sample - v.ms_residual);
  const double spread = v.ms_chip * v.ms_chip / (chips - 1.0) +
                        f * f * v.ms_sample * v.ms_sample / (samples - 1.0) +
                        f * f * v.ms_residual * v.ms_residual / ((chips - 1.0) * (samples - 1.0));
  return {sum, sum * sum / spread};
}

}  // namespace

CorrectMargins correct_margins(std::span<const std::uint8_t> bits, std::uint32_t chips,
                               std::uint32_t samples, std::uint32_t predictions) {
  const std::size_t all = std::size_t{samples} * predictions, row_bytes = (all + 7) / 8;
  IMC_EXPECT(bits.size() == row_bytes * chips && predictions > 0);
  CorrectMargins margins{{}, std::vector<std::uint32_t>(samples, 0), predictions, 0};
  for (std::uint32_t c = 0; c < chips; ++c) {
    const std::uint8_t* row = bits.data() + c * row_bytes;
    std::uint32_t correct = 0;
    for (std::size_t s = 0, i = 0; s < samples; ++s) {
      std::uint32_t right = 0;
      for (const std::size_t end = i + predictions; i < end; ++i)
        right += (row[i / 8] >> i % 8) & 1u;
      margins.of_sample[s] += right;
      margins.squares += std::uint64_t{right} * right;
      correct += right;
    }
    margins.of_chip.push_back(correct);
  }
  return margins;
}

VarianceComponents variance_components(const CorrectMargins& margins) {
  const Whole chips = static_cast<Whole>(margins.of_chip.size());
  const Whole samples = static_cast<Whole>(margins.of_sample.size());
  const Whole cells = chips * samples, total = sum_of(margins.of_chip);
  const double predictions = margins.predictions;
  IMC_EXPECT(cells > 0 && total == sum_of(margins.of_sample));
  VarianceComponents v{static_cast<std::uint32_t>(chips),
                       static_cast<std::uint32_t>(samples),
                       static_cast<double>(total) / static_cast<double>(cells) / predictions,
                       kNaN,
                       kNaN,
                       kNaN,
                       kNaN,
                       kNaN,
                       kNaN,
                       false,
                       false};
  if (chips < 2 || samples < 2) return v;
  const Whole of_chips = chips * squares_of(margins.of_chip);
  const Whole of_samples = samples * squares_of(margins.of_sample);
  const auto mean_square = [&](Whole cells_times_squares, Whole freedom) {
    return static_cast<double>(cells_times_squares) / static_cast<double>(cells * freedom) /
           (predictions * predictions);
  };
  const Whole squares = margins.predictions == 1 ? total : static_cast<Whole>(margins.squares);
  v.ms_chip = mean_square(of_chips - total * total, chips - 1);
  v.ms_sample = mean_square(of_samples - total * total, samples - 1);
  v.ms_residual = mean_square(cells * squares - of_chips - of_samples + total * total,
                              (chips - 1) * (samples - 1));
  v.sigma2_residual = v.ms_residual;
  v.sigma2_chip = variance_above(v.ms_chip, v.ms_residual, v.samples, v.chip_was_negative);
  v.sigma2_sample = variance_above(v.ms_sample, v.ms_residual, v.chips, v.sample_was_negative);
  return v;
}

Estimate these_samples_interval(const VarianceComponents& v, double level) {
  const double variance = v.ms_chip / (static_cast<double>(v.chips) * v.samples);
  const double half = student_half_width(variance, v.chips - 1.0, level);
  return {v.mean, v.mean - half, v.mean + half};
}

NewSamplesEstimate new_samples_interval(const VarianceComponents& v, std::uint64_t population,
                                        double level) {
  IMC_EXPECT(population == 0 || population >= v.samples);
  const double f = population == 0
                       ? 1.0
                       : 1.0 - static_cast<double>(v.samples) / static_cast<double>(population);
  MeanVariance best = combined(v, f);
  bool clipped = false;
  const MeanVariance alone[] = {{v.ms_chip, v.chips - 1.0}, {f * v.ms_sample, v.samples - 1.0}};
  for (const MeanVariance& piece : alone) {
    if (!(piece.variance > best.variance)) continue;
    best = piece;
    clipped = true;
  }
  const double variance = best.variance / (static_cast<double>(v.chips) * v.samples);
  const double half = student_half_width(variance, best.freedom, level);
  return {v.mean, v.mean - half, v.mean + half, variance, best.freedom, clipped};
}

}  // namespace imcbench
