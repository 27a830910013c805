// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/progress.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace imcbench {

namespace {

// The one piece of global state: a signal handler can reach nothing else.
volatile sig_atomic_t g_interrupted = 0;

void note_interrupt(int signal_number) {
  g_interrupted = 1;
  signal(signal_number, SIG_DFL);
}

}  // namespace

void watch_for_interrupt() {
  struct sigaction action {};
  action.sa_handler = note_interrupt;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return g_interrupted != 0; }

std::string human_duration(double seconds) {
  const auto s = static_cast<std::int64_t>(std::llround(std::fmax(seconds, 0.0)));
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {} s", s / 60, s % 60);
  return fmt::format("{} h {} min", s / 3600, s % 3600 / 60);
}

ProgressMeter::ProgressMeter(std::string label, std::string unit, std::uint64_t total,
                             std::uint64_t done, std::FILE* out)
    : label_(std::move(label)),
      unit_(std::move(unit)),
      total_(total),
      done_(done),
      done_before_(done),
      out_(out),
      terminal_(isatty(fileno(out)) != 0),
      start_(Clock::now()),
      last_print_(start_) {}

void ProgressMeter::advance(std::uint64_t units) {
  done_ += units;
  const std::chrono::duration<double> since = Clock::now() - last_print_;
  if (since.count() >= (terminal_ ? 0.2 : 15.0)) print(false);
}

void ProgressMeter::find(std::uint64_t units) {
  done_ += units;
  done_before_ += units;
}

void ProgressMeter::finish() { print(true); }

void ProgressMeter::print(bool last) {
  last_print_ = Clock::now();
  const double elapsed = std::chrono::duration<double>(last_print_ - start_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done_ - done_before_) / elapsed : 0;
  const std::uint64_t total = std::max(total_, done_);  // an upper bound; and there may be more
  const double share =
      total > 0 ? 100.0 * static_cast<double>(done_) / static_cast<double>(total) : 100.0;
  std::string line = last ? fmt::format("{}: {} {}, {:.4g} {}/s", label_, done_, unit_, rate, unit_)
                          : fmt::format("{}: {}/{} {} ({:.1f} %), {:.4g} {}/s", label_, done_,
                                        total, unit_, share, rate, unit_);
  if (last) {
    line += fmt::format(", {}, {} new", human_duration(elapsed), done_ - done_before_);
  } else if (rate > 0 && done_ < total_) {
    line += fmt::format(", {} left", human_duration(static_cast<double>(total_ - done_) / rate));
  }
  if (terminal_) {
    fmt::print(out_, "\r{}\x1b[K{}", line, last ? "\n" : "");
  } else {
    fmt::print(out_, "{}\n", line);
  }
  std::fflush(out_);
}

}  // namespace imcbench
