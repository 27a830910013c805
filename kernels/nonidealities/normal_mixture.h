// SPDX-License-Identifier: Apache-2.0
// The law of a value that depends on a draw of long life and on others, from its law given that
// draw. Host only.
#pragma once

#include <utility>
#include <vector>

#include "kernels/nonidealities/law.h"

namespace imcbench {

// given(z) is the law given that a standard normal is z, and should be smooth in z over steps of
// 1/8. Moments are then good to 1e-9; so is the cdf but near points where given(z) degenerates to
// one value, if such z are probable.
template <class Given>
Law normal_mixture(Given given) {
  constexpr double kStep = 0.125;
  constexpr int kReach = 64;  // |z| <= 8
  std::vector<std::pair<double, Law>> parts;
  double total = 0.0;
  for (int i = -kReach; i <= kReach; ++i) total += normal_density(i * kStep);
  for (int i = -kReach; i <= kReach; ++i) {
    parts.emplace_back(normal_density(i * kStep) / total, given(i * kStep));
  }
  return Law::mixture(parts);
}

}  // namespace imcbench
