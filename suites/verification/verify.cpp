// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/verify.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <exception>

#include "suites/verification/plan.h"

namespace imcbench {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// A line on stderr every few seconds.
class VerifyProgress {
 public:
  explicit VerifyProgress(std::size_t cases) : cases_(cases) {}
  // Called by one thread at a time.
  void done() {
    ++done_;
    const double now = seconds_since(start_);
    if (now - last_ < kInterval_s) return;
    last_ = now;
    fmt::print(stderr, "verify: {} of {} cases, {:.0f} s\n", done_, cases_, now);
    std::fflush(stderr);
  }

 private:
  static constexpr double kInterval_s = 5.0;
  const Clock::time_point start_ = Clock::now();
  const std::size_t cases_;
  std::size_t done_ = 0;
  double last_ = 0.0;
};

// An exception is a failure of its case.
VerifiedCase verified(const PlannedCase& planned) {
  const Clock::time_point start = Clock::now();
  VerifiedCase result{planned.name, planned.about, planned.label, {}};
  try {
    result.rows = planned.rows();
  } catch (const std::exception& error) {
    result.rows = {exact_row(error.what(), "no error", 0.0, 1.0)};
  }
  result.seconds = seconds_since(start);
  return result;
}

}  // namespace

VerificationRun verify(const std::vector<std::string>& names, std::uint64_t seed) {
  const Clock::time_point start = Clock::now();
  const std::vector<PlannedCase> plan = plan_verification(names, seed);
  VerificationRun run;
  run.cases.resize(plan.size());
  VerifyProgress progress(plan.size());
#pragma omp parallel for schedule(dynamic)
  for (std::size_t i = 0; i < plan.size(); ++i) {
    run.cases[i] = verified(plan[i]);
#pragma omp critical(imcbench_verify_progress)
    progress.done();
  }
  for (const VerifiedCase& c : run.cases) run.all.add(c.rows);
  run.seconds = seconds_since(start);
  return run;
}

}  // namespace imcbench
