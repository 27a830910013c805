// SPDX-License-Identifier: Apache-2.0
#include "kernels/nonidealities/law_table.h"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr double kReach = 12.0;
constexpr int kCells = 384;            // before halving
constexpr double kNegligible = 1e-12;  // probability
constexpr double kRoughness = 1e-9;    // of h, in units of its spread, times probability
constexpr double kReversal = 1e-12;    // of h, in units of its spread

double cell_end(int i) { return kReach * (2.0 * i / kCells - 1.0); }

// How far h spreads where it matters: over |z| <= 3, or if it is constant there, over all z.
double spread(const std::vector<double>& v) {
  const auto range = [&](std::size_t first, std::size_t last) {
    const auto [lo, hi] = std::minmax_element(v.begin() + static_cast<std::ptrdiff_t>(first),
                                              v.begin() + static_cast<std::ptrdiff_t>(last));
    return *hi - *lo;
  };
  const double centre = range(kCells * 3 / 8, kCells * 5 / 8 + 1);
  return centre > 0.0 ? centre : range(0, v.size());
}

// A bound of the probability of lo < Z < hi.
double weight(double lo, double hi) {
  const double nearest = lo > 0.0 ? lo : hi < 0.0 ? hi : 0.0;
  return (hi - lo) * normal_density(nearest);
}

// Whether h, with values v on steps of `quarter` from z, is constant at first though v[1] != v[0].
bool starts_flat(const Law::Map& h, double z, double quarter, double v0, double v1) {
  constexpr double kStep = 1e-10;
  const double expected = std::fabs((v1 - v0) / quarter) * kStep;
  const double rounding = 16.0 * std::numeric_limits<double>::epsilon() * std::fabs(v0);
  return expected > rounding && h(z + std::copysign(kStep, quarter)) == v0;
}

struct Shape {
  double roughness = 0.0;  // largest third difference
  double reversal = 0.0;   // the way back, of a way up and down
  bool partly_flat = false;
};

Shape shape_of(const std::array<double, 5>& v) {
  double up = 0.0, down = 0.0, largest = 0.0;
  int flats = 0;
  for (int i = 0; i < 4; ++i) {
    const double step = v[i + 1] - v[i];
    (step > 0.0 ? up : down) += std::fabs(step);
    largest = std::max(largest, std::fabs(v[i]));
    flats += step == 0.0;
  }
  const double rounding = 16.0 * std::numeric_limits<double>::epsilon() * largest;
  Shape shape;
  shape.roughness = std::max(std::fabs(v[3] - v[0] + 3.0 * (v[1] - v[2])),
                             std::fabs(v[4] - v[1] + 3.0 * (v[2] - v[3])));
  shape.reversal = std::max(0.0, std::min(up, down) - rounding);
  shape.partly_flat = flats > 0 && up + down > rounding;
  return shape;
}

}  // namespace

bool LawTable::Cell::flat() const {
  return v[0] == v[1] && v[1] == v[2] && v[2] == v[3] && v[3] == v[4];
}

LawTable::LawTable(const std::vector<Part>& parts) {
  for (const Part& part : parts) {
    if (part.probability > 0.0) add_part(part);
  }
  const auto [lo, hi] = std::minmax_element(
      nodes_.begin(), nodes_.end(), [](const Node& a, const Node& b) { return a.value < b.value; });
  lowest_ = lo->value;
  highest_ = hi->value;
  collect_atoms();
}

void LawTable::add_part(const Part& part) {
  std::vector<double> v;
  for (int i = 0; i <= kCells; ++i) v.push_back(part.h(cell_end(i)));
  for (const double value : v) IMC_EXPECT(std::isfinite(value));
  const double scale = spread(v);
  const std::size_t first_node = nodes_.size(), first_point = points_.size();
  nodes_.push_back({cell_end(0), 0.0, v[0]});
  for (int i = 0; i < kCells; ++i) {
    refine(part, scale, cell_end(i), cell_end(i + 1), v[i], v[i + 1]);
  }
  nodes_.back().cdf = 1.0;
  double total = 0.0;  // 1 but for rounding
  for (std::size_t i = first_point; i < points_.size(); ++i) total += points_[i].probability;
  for (std::size_t i = first_point; i < points_.size(); ++i) {
    points_[i].probability *= part.probability / total;
  }
  add_runs(part, first_node);
}

void LawTable::refine(const Part& part, double scale, double lo, double hi, double v_lo,
                      double v_hi) {
  const double quarter = 0.25 * (hi - lo), mid = lo + 2.0 * quarter;
  const Cell cell{
      lo, hi, {v_lo, part.h(lo + quarter), part.h(mid), part.h(lo + 3.0 * quarter), v_hi}};
  const double probability = weight(lo, hi);
  const Shape shape = shape_of(cell.v);
  const bool partly_flat = shape.partly_flat ||
                           starts_flat(part.h, lo, quarter, cell.v[0], cell.v[1]) ||
                           starts_flat(part.h, hi, -quarter, cell.v[4], cell.v[3]);
  const bool fine = !partly_flat && shape.reversal <= kReversal * scale &&
                    shape.roughness * probability <= kRoughness * scale;
  if (fine || probability < kNegligible) return accept(cell);
  refine(part, scale, lo, mid, v_lo, cell.v[2]);
  refine(part, scale, mid, hi, cell.v[2], v_hi);
}

void LawTable::accept(const Cell& cell) {
  const double cdf = normal_cdf(cell.hi);
  if (cell.flat()) {
    points_.push_back({cell.v[0], cdf - nodes_.back().cdf});
  } else {
    constexpr double kBoole[] = {7.0 / 90, 32.0 / 90, 12.0 / 90, 32.0 / 90, 7.0 / 90};
    const double width = cell.hi - cell.lo;
    for (int i = 0; i < 5; ++i) {
      const double z = cell.lo + 0.25 * i * width;
      points_.push_back({cell.v[i], kBoole[i] * width * normal_density(z)});
    }
  }
  nodes_.push_back({cell.hi, cdf, cell.v[4]});
}

void LawTable::add_runs(const Part& part, std::size_t first) {
  const auto direction = [&](std::size_t i) {
    return (nodes_[i + 1].value > nodes_[i].value) - (nodes_[i + 1].value < nodes_[i].value);
  };
  while (first + 1 < nodes_.size()) {
    std::size_t last = first + 1;
    while (last + 1 < nodes_.size() && direction(last) == direction(first)) ++last;
    runs_.push_back({&part, first, last, direction(first)});
    first = last;
  }
}

void LawTable::collect_atoms() {
  std::vector<Law::Atom> flats;
  for (const Run& run : runs_) {
    if (run.direction != 0) continue;
    flats.push_back({nodes_[run.first].value,
                     run.part->probability * (nodes_[run.last].cdf - nodes_[run.first].cdf)});
  }
  std::sort(flats.begin(), flats.end(),
            [](const Law::Atom& a, const Law::Atom& b) { return a.value < b.value; });
  for (const Law::Atom& flat : flats) {
    if (!atoms_.empty() && atoms_.back().value == flat.value) {
      atoms_.back().probability += flat.probability;
    } else {
      atoms_.push_back(flat);
    }
  }
  std::erase_if(atoms_, [](const Law::Atom& a) { return a.probability <= kNegligible; });
}

double LawTable::of_run(const Run& run, double x, bool strict) const {
  const Node &first = nodes_[run.first], &last = nodes_[run.last];
  const double mass = last.cdf - first.cdf;
  if (run.direction == 0) return (strict ? first.value < x : first.value <= x) ? mass : 0.0;
  if (x <= std::min(first.value, last.value)) return 0.0;
  if (x >= std::max(first.value, last.value)) return mass;
  std::size_t a = run.first, b = run.last;  // x lies between the values of a and b
  while (b - a > 1) {
    const std::size_t middle = (a + b) / 2;
    ((nodes_[middle].value <= x) == (run.direction > 0) ? a : b) = middle;
  }
  std::uintmax_t iterations = 100;
  const auto [lo, hi] = boost::math::tools::toms748_solve(
      [&](double z) { return run.part->h(z) - x; }, nodes_[a].z, nodes_[b].z, nodes_[a].value - x,
      nodes_[b].value - x, boost::math::tools::eps_tolerance<double>(40), iterations);
  const double cdf = normal_cdf(0.5 * (lo + hi));
  return run.direction > 0 ? cdf - first.cdf : last.cdf - cdf;
}

double LawTable::probability(double x, bool strict) const {
  double sum = 0.0;
  for (const Run& run : runs_) sum += run.part->probability * of_run(run, x, strict);
  return std::min(sum, 1.0);
}

// The integral of density^2 * ulp: a cell of probability q and width w adds q^2 ulp / w. That of a
// mixture is at most the parts' mean.
double LawTable::float_collision() const {
  double sum = 0.0, continuous = 0.0;
  for (const Run& run : runs_) {
    if (run.direction == 0) continue;
    const double share = run.part->probability;
    continuous += share * (nodes_[run.last].cdf - nodes_[run.first].cdf);
    for (std::size_t i = run.first; i < run.last; ++i) {
      const Node &a = nodes_[i], &b = nodes_[i + 1];
      const auto far = static_cast<float>(std::max(std::fabs(a.value), std::fabs(b.value)));
      const double ulp = static_cast<double>(std::nextafter(far, HUGE_VALF) - far);
      const double probability = b.cdf - a.cdf, width = std::fabs(b.value - a.value);
      sum += share * probability * std::min(probability, probability * ulp / width);
    }
  }
  return continuous > kNegligible ? std::min(1.0, sum / (continuous * continuous)) : 1.0;
}

double LawTable::expectation(const Law::Map& f) const {
  double sum = 0.0;
  for (const Point& point : points_) sum += point.probability * f(point.value);
  return sum;
}

}  // namespace imcbench
