// SPDX-License-Identifier: Apache-2.0
// A probability law in closed form: what `imcbench verify` and the tests hold against the values
// that kernels produce. Host only, double precision.
//
// Every law is a mixture of values h(Z), Z standard normal: that covers atoms (h constant),
// clipping (h flat at its ends), folding, quantising and any quantile transform, with one way to
// get moments, tails and quantiles. Accuracy: moments 1e-9 relative, where moments exist within
// |Z| < 12; cdf 1e-9. The first question to a law costs 0.1 to 1 ms, see law_table.h; a law may be
// shared by threads and is cheap to copy.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace imcbench {

class LawTable;

class Law {
 public:
  using Map = std::function<double(double)>;
  struct Atom {
    double value, probability;
  };

  static Law exact(double value);
  static Law normal(double mean, double sigma);
  static Law lognormal(double median, double sigma);  // sigma of the natural logarithm
  static Law uniform(double lo, double hi);
  static Law of_normal(Map h);  // h(Z)
  // Parts with their probabilities, which sum to 1.
  static Law mixture(const std::vector<std::pair<double, Law>>& parts);

  Law then(const Map& f) const;  // f(X)
  Law clipped(double lo, double hi) const;

  double expectation(const Map& f) const;  // E f(X)
  double mean() const;
  double central_moment(int order) const;
  double variance() const;
  double skewness() const;  // 0 for an exact law
  double kurtosis() const;  // 3 for a normal law, 0 for an exact one

  double cdf(double x) const;              // P(X <= x)
  double below(double x) const;            // P(X < x)
  double quantile(double p) const;         // smallest x with cdf(x) >= p, 0 < p < 1
  bool is_exact() const;                   // one value has all mass but 1e-12
  const std::vector<Atom>& atoms() const;  // values of probability > 1e-12, rising
  double continuous_cdf(double x) const;   // P(X <= x and X is no atom)
  // A bound of the probability that two draws, on no atom, are equal once rounded to float.
  double float_collision() const;

 private:
  struct State;
  explicit Law(std::shared_ptr<State> state) : state_(std::move(state)) {}
  const LawTable& table() const;

  std::shared_ptr<State> state_;
};

// Standard normal distribution function, density and quantile (0 < p < 1).
double normal_cdf(double z);
double normal_density(double z);
double normal_quantile(double p);

}  // namespace imcbench
