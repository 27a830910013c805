// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/sweep_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace imcbench {

namespace {

// A scenario on its way from look to look.
struct Walker {
  std::size_t scenario;
  std::size_t next_look = 0;
  std::uint32_t chips = 0;
  bool stopped = false;
};

class SweepRunner {
 public:
  SweepRunner(const Suite& suite, ChipRange chips, TrialSource& source)
      : rule_(*suite.stopping.rule),
        rule_text_(rule_.text()),
        range_(chips),
        looks_(rule_.looks(chips.last - chips.first)),
        left_(suite.stopping.max_total_chips > 0 ? suite.stopping.max_total_chips : UINT64_MAX),
        source_(source) {}

  bool run(const std::vector<ScenarioPoint>& points);

 private:
  // Chips that the next look of every walker still to stop asks for, within the cap.
  std::vector<TrialRequest> next_requests();
  void look(Walker& walker);
  void stop(Walker& walker, const std::string& reason);
  Trials trials(const Walker& walker) const {
    return source_.trials(walker.scenario, chip_range(range_.first, walker.chips));
  }
  double elapsed_s() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

  const StoppingRule& rule_;
  std::string rule_text_;
  ChipRange range_;
  std::vector<std::uint32_t> looks_;
  std::uint64_t left_;  // of the cap over all scenarios
  TrialSource& source_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::vector<Walker> walkers_;
};

void SweepRunner::stop(Walker& walker, const std::string& reason) {
  walker.stopped = true;
  source_.set_stopping(walker.scenario, rule_text_, reason);
}

std::vector<TrialRequest> SweepRunner::next_requests() {
  std::vector<TrialRequest> requests;
  for (Walker& walker : walkers_) {
    if (walker.stopped) continue;
    const std::uint32_t more = looks_[walker.next_look] - walker.chips;
    if (more > left_) {
      stop(walker, fmt::format("not reached: the cap of chips over all scenarios left {} chips",
                               walker.chips));
      continue;
    }
    left_ -= more;
    walker.chips += more;
    requests.push_back({walker.scenario, chip_range(range_.first, walker.chips)});
  }
  return requests;
}

void SweepRunner::look(Walker& walker) {
  const ScenarioRecord& record = source_.record(walker.scenario);
  const Trials seen = trials(walker);
  if (const auto reason = rule_.reason_to_stop(record, seen, elapsed_s())) {
    stop(walker, *reason);
  } else if (++walker.next_look == looks_.size()) {
    stop(walker, rule_.reason_at_cap(record, seen));
  }
}

bool SweepRunner::run(const std::vector<ScenarioPoint>& points) {
  for (const ScenarioPoint& point : points) walkers_.push_back({source_.scenario(point)});
  for (auto requests = next_requests(); !requests.empty(); requests = next_requests()) {
    if (!source_.ensure(requests)) return false;
    for (Walker& walker : walkers_) {
      if (!walker.stopped) look(walker);
    }
  }
  return true;
}

}  // namespace

bool run_sweep(const Suite& suite, const std::vector<ScenarioPoint>& points, ChipRange chips,
               TrialSource& source) {
  return SweepRunner(suite, chips, source).run(points);
}

}  // namespace imcbench
