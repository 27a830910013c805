// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/subjects.h"

#include <fmt/format.h>

#include <cmath>

namespace imcbench {

namespace {

constexpr std::uint32_t kReadColumns = 256;

// Weights and inputs of all sizes and signs, no two alike and on no level of a converter.
ReadSubject column_of(std::uint32_t devices, std::uint32_t columns) {
  ReadSubject subject{fmt::format("{} devices", devices), {}, {}, columns};
  for (std::uint32_t k = 0; k < devices; ++k) {
    subject.weights.push_back(std::sin(1.7 * k + 0.9));
    subject.x.push_back(std::cos(2.3 * k + 0.4));
  }
  return subject;
}

}  // namespace

std::vector<ReadSubject> input_subjects(std::uint32_t slices) {
  std::vector<ReadSubject> subjects;
  for (std::uint32_t slice = 0; slice < slices; ++slice) {
    const std::string part = slices == 1 ? "" : fmt::format(", digit {}", slice);
    for (const double x : {0.37, -1.0, -0.61, -0.013, 0.0, 0.004, 0.83, 1.0}) {
      subjects.push_back({fmt::format("input {}{}", x, part), std::vector<double>(kRows, 1.0),
                          std::vector<double>(kRows, x), kColumns, true, slice});
    }
  }
  return subjects;
}

std::vector<ReadSubject> pair_subjects() {
  std::vector<ReadSubject> subjects;
  for (const double weight : {0.5, 1.0, 0.05, 0.0, -0.7}) {
    subjects.push_back({fmt::format("pair of weight {}", weight), {weight}, {1.0}, kReadColumns});
  }
  return subjects;
}

ReadSubject pair_on_tiles() {
  ReadSubject subject{"pair of weight 0.5", std::vector<double>(kRows, 0.0),
                      std::vector<double>(kRows, 0.0), kColumns};
  subject.weights.front() = 0.5;
  subject.x.front() = 1.0;
  return subject;
}

std::vector<ReadSubject> column_subjects() {
  return {column_of(4, kReadColumns), column_of(64, kReadColumns)};
}

ReadSubject column_on_tiles() { return column_of(kRows, kColumns); }

}  // namespace imcbench
