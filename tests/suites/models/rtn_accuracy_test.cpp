// SPDX-License-Identifier: Apache-2.0
// Telegraph noise per read, exact and as matched moments, on a whole network: the accuracies agree.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "datasets/dataset.h"
#include "datasets/list.h"
#include "datasets/search.h"
#include "kernels/network/calibration.h"
#include "kernels/network/evaluator.h"
#include "suites/models/model_file.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kChips = 16, kSamples = 200;

struct Accuracy {
  double mean, per_image_variance;
  std::vector<double> per_image;  // share of chips that are right
};

Accuracy accuracy(const Network& network, const SampleSet& samples, const char* kind) {
  Hardware hardware;
  hardware[kind].enabled = true;
  hardware[kind].values.set_from_text("kappa = 0.12", kind);
  const std::vector<float> ranges =
      calibrate_input_ranges(network, hardware, samples.x.data(), 100);
  const double times[] = {0.0};
  const AnalogNetwork analog = build_analog_network(network, hardware, ranges, times, 5);
  const auto evaluator = make_cpu_evaluator(analog, samples, {2, 16, true});
  std::vector<std::uint32_t> chips;
  for (std::uint32_t c = 0; c < kChips; ++c) chips.push_back(c);
  TrialCounts counts;
  evaluator->evaluate(chips, counts, {});
  Accuracy result{0.0, 0.0, std::vector<double>(kSamples, 0.0)};
  const std::size_t row = (kSamples + 7) / 8;
  for (std::uint32_t c = 0; c < kChips; ++c) {
    for (std::uint32_t s = 0; s < kSamples; ++s) {
      result.per_image[s] += (counts.correct_bits[c * row + s / 8] >> (s % 8) & 1) / double{kChips};
    }
  }
  for (const double p : result.per_image) {
    result.mean += p / kSamples;
    result.per_image_variance += p * (1.0 - p) / (kChips - 1.0) / kSamples / kSamples;
  }
  return result;
}

// Reads are independent, so the variance of a mean over the same images is that of the reads alone.
// Bound: 5 standard errors of the difference, false alarm 6e-7.
TEST(RtnAccuracy, MatchedMomentsEqualExactStates) {
  Dataset data;
  try {
    data = load_dataset("fashion-mnist", "test", standard_search());
  } catch (const std::exception& error) {
    GTEST_SKIP() << "fashion-mnist is not here: " << error.what();
  }
  const Network network = load_model(find_model("mlp-fashion-mnist")).network;
  std::vector<float> x(kSamples * network.input.size());
  normalize_pixels(network, data.pixels.data(), kSamples, x.data());
  const std::vector<std::uint16_t> labels(data.labels.begin(), data.labels.begin() + kSamples);
  const SampleSet samples{x, labels, kSamples};
  const Accuracy exact = accuracy(network, samples, "rtn_per_read");
  const Accuracy moments = accuracy(network, samples, "rtn_moments");
  const double error = std::sqrt(exact.per_image_variance + moments.per_image_variance);
  std::printf("accuracy: exact states %.4f, matched moments %.4f, standard error %.4f\n", exact.mean,
              moments.mean, error);
  EXPECT_NEAR(exact.mean, moments.mean, 5.0 * error);
  EXPECT_LT(exact.mean, 0.89);  // the noise is strong enough to matter: 90 % without
  EXPECT_LT(error, 0.01);
}

}  // namespace
}  // namespace imcbench
