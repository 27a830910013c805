// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/check.h"

#include <algorithm>
#include <numeric>

namespace imcbench {

namespace {

// Levenshtein distance, one row at a time.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substitution = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, substitution});
    }
  }
  return row.back();
}

constexpr std::size_t kMaxNamesShown = 12;

}  // namespace

std::string nearest_name(std::string_view name, std::span<const std::string> candidates) {
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 3);
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance <= best_distance && (best == nullptr || distance < best_distance)) {
      best = &candidate;
      best_distance = distance;
    }
  }
  return best == nullptr ? std::string() : *best;
}

std::string suggestion(std::string_view name, std::span<const std::string> candidates) {
  const std::string near = nearest_name(name, candidates);
  if (!near.empty()) return fmt::format("; did you mean '{}'?", near);
  if (candidates.empty()) return "";
  std::string list;
  for (std::size_t i = 0; i < candidates.size() && i < kMaxNamesShown; ++i) {
    list += (i == 0 ? "" : ", ") + candidates[i];
  }
  if (candidates.size() > kMaxNamesShown) list += ", ...";
  return "; valid: " + list;
}

void expectation_failed(const char* condition, const char* file, int line) {
  throw std::logic_error(fmt::format("{}:{}: internal error: expected {}", file, line, condition));
}

}  // namespace imcbench
