// SPDX-License-Identifier: Apache-2.0
// What one series of a class has and another of it has not, added to a sample: a speaker who said the
// vowels in two ways shows how far another may stray. Noise with the covariance that series have
// within their class, over channels and steps, which no independent noise has.
//
//   x' = x + scale n (u - v) / sqrt(2)     n standard normal; u any series, v any of u's class, both
//                                          told in as many steps as x
//
// so that the covariance of x' is larger by scale^2 times that within the classes.
//
//   stream "train/variation"  read epoch, element 3 * sample + {0: u, 1: v, 2: n}
#pragma once

#include <cstdint>
#include <vector>

#include "datasets/dataset.h"
#include "kernels/core/random.h"

namespace imcbench {

class ClassVariation {
 public:
  // samples: what u and v are drawn from. The data set is kept by reference.
  ClassVariation(const Dataset& data, std::vector<std::uint32_t> samples, double scale,
                 std::uint64_t seed);
  // values: [steps][channels], before normalization, with zeros in front as padding. Nothing changes
  // where x, u or v has fewer than 2 steps.
  void add(std::uint32_t sample, std::uint32_t epoch, std::vector<float>& values) const;

 private:
  const Dataset& data_;
  std::vector<std::uint32_t> samples_;
  std::vector<std::vector<std::uint32_t>> of_class_;  // samples by label
  double scale_;
  PhiloxKey stream_;
};

}  // namespace imcbench
