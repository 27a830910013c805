// SPDX-License-Identifier: Apache-2.0
// Times two pieces of work in turn, A B A B ..., and reports the ratio of their medians: on a shared
// machine whose speed drifts, only a ratio within one run means anything.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace imcbench::performance {

inline double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

template <class Work>
double seconds_of(Work&& work) {
  const double start = seconds_now();
  work();
  return seconds_now() - start;
}

inline double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

// The benchmark's time is that of `work`; the counter `ratio_name` is median(work) / median(limit).
template <class Work, class Limit>
double run_paired(benchmark::State& state, const char* ratio_name, Work&& work, Limit&& limit) {
  std::vector<double> work_s, limit_s;
  for (auto _ : state) {
    limit_s.push_back(seconds_of(limit));
    work_s.push_back(seconds_of(work));
    state.SetIterationTime(work_s.back());
  }
  const double ratio = median(work_s) / median(limit_s);
  state.counters[ratio_name] = ratio;
  return median(work_s);
}

}  // namespace imcbench::performance
