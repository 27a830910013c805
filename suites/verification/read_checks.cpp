// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/read_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "suites/verification/autocorrelation.h"
#include "suites/verification/device_checks.h"
#include "suites/verification/draw_checks.h"
#include "suites/verification/law_checks.h"
#include "suites/verification/times.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kManySamples = 65536, kFewSamples = 16384, kPatterns = 2048;
constexpr std::uint32_t kPositions = 4, kReads = 3, kFarSample = 100000;
constexpr std::size_t kLags[] = {1, 16, 64};
constexpr Tolerance kTolerance{0x1p-20, 4e-6};

bool redrawn_by_reads(Lifetime lifetime) {
  return lifetime == Lifetime::per_image || lifetime == Lifetime::per_read;
}

class ReadChecks {
 public:
  explicit ReadChecks(const ReadCase& c) : c_(c), main_time_(c.times_s.size() / 2) {}

  std::vector<CheckRow> run() {
    choose_subject();
    add_laws();
    if (exact_) {
      add_exact_reads();
    } else {
      add_draws();
      add_tiles();
      add_times();
      add_positions();
      add_samples();
      add_patterns();
    }
    add_settings();
    return std::move(rows_);
  }

 private:
  void add(std::vector<CheckRow> rows) {
    std::move(rows.begin(), rows.end(), std::back_inserter(rows_));
  }
  void add(CheckRow row) { rows_.push_back(std::move(row)); }

  static std::size_t cells(const ReadSubject& subject) {
    return subject.one_to_one ? subject.weights.size() : subject.columns;
  }
  static std::uint32_t chips_for(std::uint32_t samples, const ReadSubject& subject) {
    return samples / static_cast<std::uint32_t>(cells(subject));
  }
  ReadQuery query(std::uint32_t chips) const {
    ReadQuery q;
    q.subject = subject_;
    q.chips = chips_to_check(chips);
    q.time = main_time_;
    return q;
  }
  // Results without the columns that no input reaches: [chip][sample][position][cell].
  std::vector<double> results(const ReadQuery& q) const {
    const std::vector<double> all = c_.source->results(q);
    const std::size_t columns = q.subject->columns, used = cells(*q.subject);
    if (used == columns) return all;
    std::vector<double> some;
    for (std::size_t first = 0; first < all.size(); first += columns) {
      for (std::size_t n = 0; n < used; ++n) some.push_back(all[first + n]);
    }
    return some;
  }
  Law law(const ReadQuery& q) const { return c_.law(*q.subject, q.time); }
  Scores scores(const ReadQuery& q, bool by_median = false) const {
    return scores_of(results(q), law(q), kTolerance, by_median);
  }

  void choose_subject() {
    const auto found =
        std::find_if(c_.subjects.begin(), c_.subjects.end(), [&](const ReadSubject& subject) {
          return !c_.law(subject, main_time_).is_exact();
        });
    exact_ = found == c_.subjects.end();
    subject_ = exact_ ? &c_.subjects.front() : &*found;
    if (!exact_ && c_.lifetime == Lifetime::none) {
      add(exact_row("lifetime", "draws of a kind that says it has none", 1.0, 0.0));
    }
  }

  void add_laws() {
    for (std::size_t time = 0; time < c_.times_s.size(); ++time) {
      for (const ReadSubject& subject : c_.subjects) {
        if (time != main_time_ && &subject != subject_) continue;
        const bool main = time == main_time_ && &subject == subject_ && !exact_;
        ReadQuery q = query(0);
        q.chips = chips_to_check(chips_for(main ? kManySamples : kFewSamples, subject));
        q.subject = &subject;
        q.time = time;
        if (law(q).is_exact()) q.chips = chips_to_check(2);
        add(law_rows(fmt::format("{}, {}", subject.name, time_text(c_.times_s[time])), results(q),
                     law(q), kTolerance));
      }
    }
    if (exact_ || c_.mixed || c_.autocorrelation || !redrawn_by_reads(c_.lifetime)) return;
    ReadQuery q = query(2);
    q.samples = kFewSamples / static_cast<std::uint32_t>(2 * cells(*subject_));
    add(law_rows(fmt::format("{}, of {} samples", subject_->name, q.samples), results(q), law(q),
                 kTolerance));
  }

  // Where nothing is drawn: all reads of all tiles.
  void add_exact_reads() {
    ReadQuery q = query(2);
    q.samples = kReads;
    q.positions = kPositions;
    add(law_rows(subject_->name + ", reads", results(q), law(q), kTolerance));
    q.subject = &c_.on_tiles;
    for (q.tile = 0; q.tile < kTiles; ++q.tile) {
      if (!law(q).is_exact()) continue;
      add(law_rows(fmt::format("{}, tile {}", c_.on_tiles.name, q.tile), results(q), law(q),
                   kTolerance));
    }
  }

  void add_draws() {
    const std::size_t n = cells(*subject_);
    const ReadQuery q = query(chips_for(kManySamples, *subject_));
    const Scores here = scores(q, c_.mixed);
    for (const std::size_t lag : kLags) {
      add(neighbour_rows(subject_->name, fmt::format("columns {} apart", lag), here, n, lag));
    }
    add(neighbour_rows(subject_->name, "chips 1 apart", here, here.values.size(), n));
    add(independent_rows(subject_->name, fmt::format("chips 0 and {}", kFarChip), {&here, 0, n},
                         {&here, here.values.size() - n, n}));
  }

  void add_tiles() {
    ReadQuery q = query(chips_for(kFewSamples, c_.on_tiles));
    q.subject = &c_.on_tiles;
    if (law(q).is_exact()) return;
    const Scores here = scores(q, c_.mixed);
    for (q.tile = 1; q.tile < kTiles; ++q.tile) {
      add(independent_rows(c_.on_tiles.name, q.tile == 1 ? "tiles of a layer" : "layers", here,
                           scores(q, c_.mixed)));
    }
  }

  // Of one query twice, with samples of the same chips and columns.
  void add_pair(const std::string& subject, const std::string& quantity, const ReadQuery& a,
                const ReadQuery& b) {
    add(independent_rows(subject, quantity, scores(a, c_.mixed), scores(b, c_.mixed)));
  }

  void add_times() {
    const ReadQuery q = query(chips_for(kFewSamples, *subject_));
    for (std::size_t time = 0; time < c_.times_s.size(); ++time) {
      ReadQuery then = q;
      then.time = time;
      if (time == main_time_ || law(then).is_exact()) continue;
      const std::string quantity = fmt::format("{} and {}", time_text(c_.times_s[main_time_]),
                                               time_text(c_.times_s[time]));
      if (c_.lifetime == Lifetime::per_chip) {
        add(same_draw_row("times", quantity, results(q), law(q), results(then), law(then),
                          kTolerance));
      } else {
        add_pair("times", quantity, q, then);
      }
    }
  }

  // Positions of one sample: [chip][position][cell] taken apart.
  void add_positions() {
    ReadQuery q = query(chips_for(kFewSamples, *subject_));
    q.positions = kPositions;
    const std::vector<double> all = results(q);
    const std::size_t n = cells(*subject_);
    std::vector<double> at[kPositions];
    for (std::size_t i = 0; i < all.size(); ++i) at[i / n % kPositions].push_back(all[i]);
    for (const std::uint32_t other : {1u, kPositions - 1}) {
      const std::string quantity = fmt::format("positions 0 and {}", other);
      if (c_.lifetime != Lifetime::per_read) {
        add(equal_row("reads", quantity, at[0], at[other]));
      } else {
        add_reads(quantity, at[0], at[other], q, other);
      }
    }
  }

  void add_reads(const std::string& quantity, const std::vector<double>& x,
                 const std::vector<double>& y, const ReadQuery& q, std::uint64_t reads_apart) {
    if (c_.autocorrelation) {
      add(autocorrelation_row("reads", quantity, x, y, law(q), c_.autocorrelation(reads_apart)));
    } else {
      add(independent_rows("reads", quantity, scores_of(x, law(q), kTolerance, c_.mixed),
                           scores_of(y, law(q), kTolerance, c_.mixed)));
    }
  }

  void add_samples() {
    const ReadQuery q = query(chips_for(kFewSamples, *subject_));
    const std::vector<double> first = results(q);
    for (const std::uint32_t sample : {1u, 2u, kFarSample}) {
      ReadQuery then = q;
      then.first_sample = sample;
      const std::string quantity = fmt::format("samples 0 and {}", sample);
      if (redrawn_by_reads(c_.lifetime)) {
        add_reads(quantity, first, results(then), q, sample);
      } else {
        add(equal_row("reads", quantity, first, results(then)));
      }
    }
  }

  void add_patterns() {
    const std::size_t n = cells(*subject_);
    const ReadQuery q = query(kPatterns);
    add(patterns_row("chips", "patterns", results(q), n, law(q), n));
    if (!redrawn_by_reads(c_.lifetime) || c_.autocorrelation) return;
    ReadQuery reads = query(1);
    reads.samples = kPatterns;
    add(patterns_row("reads", "patterns", results(reads), n, law(reads), n));
  }

  void add_settings() {
    ReadQuery q = query(2);
    q.samples = kReads;
    q.positions = kPositions;
    const auto with = [&](Setting setting) {
      q.setting = std::move(setting);
      return results(q);
    };
    const std::vector<double> alone = with({});
    add(equal_row("settings", "with drift compensation", alone,
                  with({Beside::drift_compensation, {}})));
    add(equal_row("settings", "beside others at strength 0", alone,
                  with({Beside::others_at_zero, {}})));
    for (const std::string& strength : c_.strengths) {
      add(equal_row("settings", strength + " = 0 and off", with({Beside::zero_strength, strength}),
                    with({Beside::nothing_at_all, {}})));
    }
  }

  const ReadCase& c_;
  const std::size_t main_time_;
  const ReadSubject* subject_ = nullptr;
  bool exact_ = false;
  std::vector<CheckRow> rows_;
};

}  // namespace

std::vector<CheckRow> read_rows(const ReadCase& c) { return ReadChecks(c).run(); }

}  // namespace imcbench
