// SPDX-License-Identifier: Apache-2.0
// Progress of a long run on stderr: one line rewritten in place on a terminal, a plain line now and
// then elsewhere. Also where Ctrl-C is noticed.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace imcbench {

// "2 min 5 s"
std::string human_duration(double seconds);

class ProgressMeter {
 public:
  // `done` of `total` units were there before the start and do not count for the rate.
  ProgressMeter(std::string label, std::string unit, std::uint64_t total, std::uint64_t done,
                std::FILE* out = stderr);
  void advance(std::uint64_t units = 1);
  // Units that turn out to have been there before the start, like `done`.
  void find(std::uint64_t units);
  // Ends the line, which says how many units are new: what was there before is not done again.
  void finish();
  std::uint64_t done() const { return done_; }

 private:
  using Clock = std::chrono::steady_clock;
  void print(bool last);

  std::string label_, unit_;
  std::uint64_t total_, done_, done_before_;
  std::FILE* out_;
  bool terminal_;
  Clock::time_point start_, last_print_;
};

// After this, SIGINT and SIGTERM set a flag instead of ending the process; a second one ends it.
void watch_for_interrupt();
bool interrupted();

}  // namespace imcbench
