// SPDX-License-Identifier: Apache-2.0
// The closed form of a nonideality: a probability law that `imcbench verify` and the tests hold
// against what the kernels produce. Host only, double precision, written from the formula alone.
//
// Every law is a mixture of values h(Z) with Z standard normal: that covers atoms (h constant),
// clipping (h flat at its ends), folding and any quantile transform, with one way to get moments,
// tails and quantiles.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace imcbench {

class Law {
 public:
  using Map = std::function<double(double)>;

  static Law exact(double value);
  static Law normal(double mean, double sigma);
  static Law lognormal(double median, double sigma);  // sigma of the natural logarithm
  static Law uniform(double lo, double hi);
  static Law of_normal(Map h);  // h(Z)
  // Parts with their probabilities, which sum to 1.
  static Law mixture(std::vector<std::pair<double, Law>> parts);

  Law then(const Map& f) const;  // f(X)
  Law clipped(double lo, double hi) const;

  double mean() const;
  double variance() const;
  double skewness() const;  // 0 for an exact law
  double kurtosis() const;  // 3 for a normal law, 0 for an exact one
  double cdf(double x) const;    // P(X <= x)
  double below(double x) const;  // P(X < x)
  double quantile(double p) const;  // smallest x with cdf(x) >= p, 0 < p < 1
  bool is_exact() const;  // all mass on one value

 private:
  struct Part {
    double probability;
    Map h;
  };
  struct Table;
  const Table& table() const;
  double central_moment(int order) const;

  std::vector<Part> parts_;
  mutable std::shared_ptr<const Table> table_;
};

// Standard normal distribution function and density, for closed forms.
double normal_cdf(double z);
double normal_density(double z);
double normal_quantile(double p);

}  // namespace imcbench
