// SPDX-License-Identifier: Apache-2.0
// The numbers behind a Law: each h of the mixture on cells of the z axis, [-12, 12].
//
// A cell holds h at five equidistant points. Cells are halved, from width 1/16, until h is smooth
// and monotone in each, so that kinks, jumps and the ends of flat stretches are cornered in cells
// of negligible probability. Boole's rule on the cells gives expectations; the cells' ends, as runs
// in which h rises, falls or stays, give the distribution function, with h(z) = x solved in the one
// cell that holds x.
#pragma once

#include <array>
#include <vector>

#include "kernels/nonidealities/law.h"

namespace imcbench {

class LawTable {
 public:
  struct Part {
    double probability;
    Law::Map h;
  };

  explicit LawTable(const std::vector<Part>& parts);  // which outlive the table

  double expectation(const Law::Map& f) const;
  double probability(double x, bool strict) const;  // P(X < x) if strict, else P(X <= x)
  const std::vector<Law::Atom>& atoms() const { return atoms_; }
  double float_collision() const;
  double lowest() const { return lowest_; }
  double highest() const { return highest_; }

 private:
  struct Point {
    double value, probability;
  };
  struct Node {
    double z, cdf, value;  // cdf: P(Z <= z); value: h(z)
  };
  struct Run {  // of nodes first ... last
    const Part* part;
    std::size_t first, last;
    int direction;  // -1, 0, 1
  };
  struct Cell {
    double lo, hi;
    std::array<double, 5> v;
    bool flat() const;
  };

  void add_part(const Part& part);
  void refine(const Part& part, double scale, double lo, double hi, double v_lo, double v_hi);
  void accept(const Cell& cell);
  void add_runs(const Part& part, std::size_t first);
  void collect_atoms();
  double of_run(const Run& run, double x, bool strict) const;

  std::vector<Point> points_;
  std::vector<Node> nodes_;
  std::vector<Run> runs_;
  std::vector<Law::Atom> atoms_;
  double lowest_, highest_;
};

}  // namespace imcbench
