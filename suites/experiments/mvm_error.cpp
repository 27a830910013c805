// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/mvm_error.h"

#include <cmath>

#include "kernels/core/draws.h"
#include "kernels/network/chip_cpu.h"
#include "kernels/network/one_tile.h"

namespace imcbench {

namespace {

constexpr int kBisections = 12;                     // to 1/4096 of the range
constexpr std::uint32_t kProblemKey = 0x74657374u;  // problems have streams of their own
constexpr std::uint32_t kWeights = 1000, kInputs = 2000, kSparseInputs = 3000;

std::vector<float> normals(std::uint32_t stream, std::size_t count) {
  std::vector<float> z((count + kDrawGroup - 1) / kDrawGroup * kDrawGroup);
  draw_kernels().fill_normals({{stream, kProblemKey}}, 0, static_cast<std::uint32_t>(count),
                              z.data());
  z.resize(count);
  return z;
}

std::vector<float> law_weights(MvmLaw law, std::uint32_t instance) {
  std::vector<float> w = normals(kWeights + instance, kMvmSize * kMvmSize);
  for (float& value : w) {
    if (law == MvmLaw::clipped) value = clamp_f(0.246f * value, -1.0f, 1.0f);
    if (law == MvmLaw::compact) value = clamp_f(value, -2.5f, 2.5f);
  }
  return w;
}

std::vector<float> law_inputs(MvmLaw law, std::uint32_t instance, std::uint32_t vectors) {
  std::vector<float> x = normals(kInputs + instance, std::size_t{vectors} * kMvmSize);
  if (law != MvmLaw::clipped) {
    for (float& value : x) value = clamp_f(value / 3.0f, -1.0f, 1.0f);
    return x;
  }
  const DrawAddress uniform{{kSparseInputs + instance, kProblemKey}};
  for (std::uint32_t i = 0; i < x.size(); ++i) {
    x[i] = x[i] < 0.0f ? 0.0f : 2.0f * uniform_of(draw_word(uniform, i)) - 1.0f;
  }
  return x;
}

void multiply(MvmProblem& p) {
  p.y.assign(std::size_t{p.vectors} * kMvmSize, 0.0);
  for (std::uint32_t v = 0; v < p.vectors; ++v) {
    double* y = &p.y[v * kMvmSize];
    for (std::uint32_t k = 0; k < kMvmSize; ++k) {
      const double x = static_cast<double>(p.x[v * kMvmSize + k]);
      const float* row = &p.weight[k * kMvmSize];
      for (std::uint32_t n = 0; n < kMvmSize; ++n) y[n] += x * static_cast<double>(row[n]);
    }
  }
}

}  // namespace

MvmProblem make_mvm_problem(MvmLaw law, std::uint32_t instance, std::uint32_t vectors) {
  MvmProblem p{vectors, law_weights(law, instance), law_inputs(law, instance, vectors), {}};
  multiply(p);
  return p;
}

double relative_mvm_error(const MvmProblem& p, const float* noisy) {
  double error = 0.0, size = 0.0;
  for (std::uint32_t v = 0; v < p.vectors; ++v) {
    double e2 = 0.0, y2 = 0.0;
    for (std::uint32_t i = v * kMvmSize; i < (v + 1) * kMvmSize; ++i) {
      const double e = static_cast<double>(noisy[i]) - p.y[i];
      e2 += e * e;
      y2 += p.y[i] * p.y[i];
    }
    error += std::sqrt(e2);
    size += std::sqrt(y2);
  }
  return error / size;
}

std::vector<ChipMvmError> chip_mvm_errors(const MvmProblem& problem, const Hardware& hardware,
                                          std::span<const double> times_s, std::uint32_t chip,
                                          std::uint64_t seed) {
  const OneTile tile(hardware, kMvmSize, kMvmSize, problem.weight, times_s, seed);
  ChipCpu cpu(tile.analog, problem.vectors);
  std::vector<ChipMvmError> errors;
  for (std::size_t t = 0; t < times_s.size(); ++t) {
    cpu.program(chip, t);
    const float* noisy = cpu.forward(problem.x.data(), problem.vectors, 0);
    errors.push_back(
        {relative_mvm_error(problem, noisy), static_cast<double>(cpu.compensation(0))});
  }
  return errors;
}

MvmMeter::MvmMeter(std::uint64_t seed, std::uint32_t chips, std::uint32_t vectors) : seed_(seed) {
  for (std::uint32_t c = 0; c < chips; ++c) {
    problems_.push_back(make_mvm_problem(MvmLaw::full_scale, c, vectors));
  }
}

double MvmMeter::epsilon(const Hardware& hardware, double time_s) const {
  double sum = 0;
  for (std::uint32_t c = 0; c < problems_.size(); ++c) {
    sum += chip_mvm_errors(problems_[c], hardware, {&time_s, 1}, c, seed_)[0].epsilon;
  }
  return sum / static_cast<double>(problems_.size());
}

std::optional<double> find_equal_mvm_error(const MvmMeter& meter,
                                           const std::function<Hardware(double)>& hardware_at,
                                           double target, const ParameterRange& range,
                                           double time_s) {
  const auto excess = [&](double value) {
    return meter.epsilon(hardware_at(value), time_s) - target;
  };
  double inside = range.from(), outside = range.to();
  if (excess(inside) > 0 || excess(outside) < 0) return std::nullopt;
  for (int step = 0; step < kBisections; ++step) {
    const double value = range.between(inside, outside);
    if (value == inside || value == outside) break;
    (excess(value) > 0 ? outside : inside) = value;
  }
  return std::fabs(excess(inside)) < std::fabs(excess(outside)) ? inside : outside;
}

}  // namespace imcbench
