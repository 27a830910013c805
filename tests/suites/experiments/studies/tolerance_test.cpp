// SPDX-License-Identifier: Apache-2.0
// Tolerances against closed forms. Chip c has A*_c(v) = a + s_a z_c - h (v / v_1)^2 (1 + s_h y_c)
// with normals z, y of its own; the mean over all chips there could be falls to q times its base at
//   v = v_1 sqrt((1 - q) a / h + q (v_0 / v_1)^2),  v_0 the base value.
#include "suites/experiments/studies/tolerance.h"

#include <algorithm>
#include <cmath>

#include "suites/experiments/mvm_error.h"
#include "suites/experiments/studies/tolerance_run.h"
#include "tests/suites/experiments/studies/study_suite.h"
#include "tests/suites/experiments/studies/synthetic_source.h"

namespace imcbench {
namespace {

using namespace test;
using Json = nlohmann::ordered_json;

constexpr double kFp = 0.9, kChance = 0.1, kTop = 0.98, kBaseSigma = 0.04, kShare = 0.99;
constexpr const char* kSigma = "output_noise.sigma";
const std::vector<double> kTimes = {1.0, 3600.0};

struct Curve {
  std::string name = kSigma;
  double base = kBaseSigma, harm = 1.0, at = 1.0;  // h, v_1
  double spread_top = 0.01, spread_harm = 0.3;

  double root() const {
    return at * std::sqrt((1 - kShare) * kTop / harm + kShare * base * base / (at * at));
  }
};

double accuracy_of(double normalized) { return kChance + (kFp - kChance) * normalized; }

SyntheticSource source_of(std::vector<Curve> curves, std::uint32_t seed = 7) {
  return {[curves = std::move(curves), seed](const ScenarioPoint& point, std::uint32_t chip) {
            double a = kTop + curves[0].spread_top * chip_normal(seed, chip, 0);
            for (const Curve& curve : curves) {
              const double v = setting_of(point, curve.name, curve.base) / curve.at;
              a -= curve.harm * v * v * (1 + curve.spread_harm * chip_normal(seed, chip, 1));
            }
            return accuracy_of(a);
          },
          kTimes, kFp, kChance};
}

std::string table(const std::string& rest, int chips = 64) {
  return fmt::format("[tolerance]\ntime_s = 3600\nchips = {}\n{}", chips, rest);
}

std::string parameter(const std::string& name, const std::string& rest) {
  return fmt::format("[[tolerance.parameter]]\nname = '{}'\n{}\n", name, rest);
}

Json first_row(const std::string& study, SyntheticSource source) {
  return run_study(study_suite(study), source)["rows"][0];
}

TEST(Tolerance, a_known_tolerance_lies_inside_its_interval) {
  const Curve curve;
  const Json row = first_row(table(parameter(kSigma, "to = 0.5")), source_of({curve}));
  EXPECT_EQ(row["verdict"], "found");
  EXPECT_EQ(row["direction"], "rising");
  EXPECT_EQ(row["base_value"], kBaseSigma);
  EXPECT_EQ(row["from"], kBaseSigma);
  EXPECT_LT(row["low"], curve.root());
  EXPECT_GT(row["high"], curve.root());
  EXPECT_LT(row["low"], row["tolerance"]);
  EXPECT_GT(row["high"], row["tolerance"]);
  EXPECT_NEAR(row["tolerance"], curve.root(), 0.1 * curve.root());
  EXPECT_GT(row["mvm_error"], 0.12);  // the standard crossbar has 14 % at an hour
  EXPECT_LT(row["mvm_error"], 0.20);
}

// Two parameters at one value: their harms add up.
TEST(Tolerance, parameters_are_moved_together) {
  Curve a{.name = "pcm_programming_noise.scale", .base = 1, .harm = 0.01, .at = 1};
  Curve b{.name = "pcm_accumulated_noise.scale", .base = 1, .harm = 0.03, .at = 1};
  a.spread_top = a.spread_harm = b.spread_top = b.spread_harm = 0;
  const Json row = first_row(
      table(parameter(a.name, "to = 10\nwith = ['pcm_accumulated_noise.scale']")), source_of({a, b}));
  EXPECT_EQ(row["parameter"], "pcm_programming_noise.scale + pcm_accumulated_noise.scale");
  // (h_a + h_b) v^2 = (1 - q) top + q (h_a + h_b)
  const double root = std::sqrt((1 - kShare) * kTop / 0.04 + kShare);
  EXPECT_NEAR(row["tolerance"], root, 0.005 * root);
}

// One chip's noise is nothing here: the tolerance must be right to the resolution of the search.
TEST(Tolerance, without_spread_between_chips_the_root_itself_is_found_in_either_scale) {
  for (const char* scale : {"linear", "log"}) {
    Curve curve;
    curve.spread_top = curve.spread_harm = 0;
    const Json row = first_row(
        table(parameter(kSigma, fmt::format("to = 0.5\nscale = '{}'", scale))), source_of({curve}));
    EXPECT_EQ(row["scale"], scale);
    EXPECT_NEAR(row["tolerance"], curve.root(), 0.005 * curve.root()) << scale;
  }
}

ToleranceStudy::Options options_for(int chips) {
  return {kShare, 3600, static_cast<std::uint32_t>(chips), std::nullopt,
          {{kSigma, "1", "here", {kSigma}, kBaseSigma, {kBaseSigma, 0.5, ParameterRange::Steps::linear,
                                              false}}}};
}

ToleranceEstimate estimate_of(const Suite& suite, int chips, std::uint32_t seed) {
  SyntheticSource source = source_of({Curve{}}, seed);
  const ToleranceStudy::Options options = options_for(chips);
  ToleranceRun run(options, suite, source);
  EXPECT_TRUE(run.simulate_bases() && run.search());
  return *run.lines()[0].estimate;
}

// 95 % intervals of 1000 independent sets of 64 chips. A true coverage of 95 % would leave
// [92.5 %, 97.5 %] in less than 1 of 2000 cases.
TEST(Tolerance, intervals_cover_at_their_level) {
  const Suite suite = study_suite(table(parameter(kSigma, "to = 0.5")));
  const double root = Curve{}.root();
  int covered = 0;
  for (std::uint32_t seed = 0; seed < 1000; ++seed) {
    const ToleranceEstimate e = estimate_of(suite, 64, seed);
    ASSERT_EQ(e.verdict, ToleranceVerdict::found);
    covered += e.low <= root && root <= e.high;
  }
  RecordProperty("covered", covered);
  std::printf("covered: %d of 1000\n", covered);
  EXPECT_GE(covered, 925);
  EXPECT_LE(covered, 975);
}

// Sixteen times the chips, a quarter of the width: within a third, which the widths' own spread
// (deviation 1/sqrt(2 * 63) of the wider) exceeds in less than 1 of 5000 cases.
TEST(Tolerance, intervals_shrink_as_the_root_of_the_number_of_chips) {
  const Suite suite = study_suite(table(parameter(kSigma, "to = 0.5")));
  const ToleranceEstimate few = estimate_of(suite, 64, 1), many = estimate_of(suite, 1024, 1);
  EXPECT_NEAR((few.high - few.low) / (many.high - many.low), 4.0, 4.0 / 3);
}

TEST(Tolerance, a_parameter_that_hurts_when_it_falls_and_is_whole) {
  // A*(v) = top - h (v_1 / v)^2: falls with the steps of the converter.
  const double harm = 0.01, at = 30, base = 254;
  const auto source = [&](const ScenarioPoint& point, std::uint32_t chip) {
    const double v = at / setting_of(point, "adc.steps", base);
    return accuracy_of(kTop - harm * v * v * (1 + 0.3 * chip_normal(3, chip, 1)));
  };
  const double root = at / std::sqrt((1 - kShare) * kTop / harm + kShare * at * at / base / base);
  for (const char* scale : {"linear", "log"}) {
    const Json row = first_row(
        table(parameter("adc.steps", fmt::format("to = 14\nscale = '{}'", scale))),
        SyntheticSource(source, kTimes, kFp, kChance));
    EXPECT_EQ(row["direction"], "falling");
    EXPECT_EQ(row["verdict"], "found");
    EXPECT_EQ(row["unit"], "steps");
    for (const char* key : {"tolerance", "low", "high"}) {
      EXPECT_EQ(std::round(row[key].get<double>()), row[key].get<double>()) << key;
    }
    EXPECT_LE(row["low"], root);
    EXPECT_GE(row["high"], root);
    EXPECT_LT(row["high"].get<double>() - row["low"].get<double>(), 8);
    EXPECT_NEAR(row["tolerance"], root, 2.5) << scale;
    for (const Json& point : row["points"]) {
      EXPECT_EQ(std::round(point["value"].get<double>()), point["value"].get<double>());
    }
  }
}

TEST(Tolerance, what_the_range_does_not_reach_is_beyond_it) {
  const Json row = first_row(table(parameter(kSigma, "to = 0.05")), source_of({Curve{}}));
  EXPECT_EQ(row["verdict"], "beyond_range");
  for (const char* key : {"tolerance", "low", "high", "mvm_error"}) {
    EXPECT_TRUE(row[key].is_null()) << key;
  }
}

TEST(Tolerance, what_fails_at_the_harmless_end_already_is_below_it) {
  const Json row = first_row(table(parameter(kSigma, "from = 0.3\nto = 0.5")),
                             source_of({Curve{}}));
  EXPECT_EQ(row["verdict"], "below_range");
  EXPECT_TRUE(row["tolerance"].is_null());
}

// Four chips whose harm spreads by as much as its mean: their interval reaches beyond the range.
TEST(Tolerance, few_chips_are_not_enough_and_it_says_so) {
  Curve curve;
  curve.spread_harm = 1.0;
  const Json row = first_row(table(parameter(kSigma, "to = 0.11"), 4), source_of({curve}, 5));
  EXPECT_EQ(row["verdict"], "not_enough_chips");
  EXPECT_TRUE(row["high"].is_null() || row["low"].is_null());
  EXPECT_EQ(row["chips"], 4);
}

TEST(Tolerance, chips_are_the_same_at_every_value_and_points_are_evaluated_once) {
  const Suite suite = study_suite(table(parameter(kSigma, "to = 0.5"), 16));
  SyntheticSource source = source_of({Curve{}});
  const Json row = run_study(suite, source)["rows"][0];
  std::vector<std::string> scenarios;
  for (const auto& request : source.log) {
    EXPECT_EQ(request.chips, chip_range(0, 16));
    scenarios.push_back(request.scenario);
  }
  std::sort(scenarios.begin(), scenarios.end());
  scenarios.erase(std::unique(scenarios.begin(), scenarios.end()), scenarios.end());
  EXPECT_EQ(scenarios.size(), row["points"].size());  // the base is the point at `from`
  EXPECT_EQ(row["points"][0]["sha256"], "sha of lenet-mnist\ndirect\n");
  EXPECT_LE(scenarios.size(), suite.studies[0].study->plan(suite).scenarios);
  std::printf("values: %zu\n", scenarios.size());
}

const std::string kTwo = parameter(kSigma, "to = 0.5") + parameter("ir_drop.scale", "to = 100");

// The network "fragile" bears half as much as "sturdy"; IR drop hurts more than noise at equal
// MVM error in the one, less in the other.
SyntheticSource two_networks() {
  return {[](const ScenarioPoint& point, std::uint32_t chip) {
            const bool fragile = point.model == "lenet-mnist";
            const double sigma = setting_of(point, kSigma, 0.04);
            const double drop = setting_of(point, "ir_drop.scale", 1.0);
            const double spread = 1 + 0.1 * chip_normal(2, chip, 1);
            const double a = fragile ? 0.05 * sigma * sigma + 0.0004 * drop * drop
                                     : 3.00 * sigma * sigma + 0.000003 * drop * drop;
            return accuracy_of(kTop - a * spread);
          },
          kTimes, kFp, kChance};
}

TEST(Tolerance, the_ranking_puts_the_most_sensitive_parameter_of_each_network_first) {
  const Suite suite =
      study_suite(table("equal_mvm_error = 0.2\n" + kTwo), "'lenet-mnist', 'mlp-mnist'");
  SyntheticSource source = two_networks();
  const Json outcome = run_study(suite, source);
  ASSERT_EQ(outcome["rows"].size(), 4u);
  const std::string text = tolerance_text(outcome);
  std::printf("%s", text.c_str());
  const auto rank = [&](const std::string& network, const std::string& name, int place) {
    const std::size_t ranking = text.find("Ranking");
    const std::size_t line = text.find(network, ranking);
    const std::size_t end = text.find('\n', line);
    const std::size_t second = text.find('\n', end + 1);
    return (place == 1 ? text.substr(line, end - line) : text.substr(end, second - end))
               .find(name) != std::string::npos;
  };
  EXPECT_TRUE(rank("lenet-mnist / direct", "ir_drop.scale", 1));
  EXPECT_TRUE(rank("lenet-mnist / direct", kSigma, 2));
  EXPECT_TRUE(rank("mlp-mnist / direct", kSigma, 1));
  EXPECT_TRUE(rank("mlp-mnist / direct", "ir_drop.scale", 2));
  // The cross tables have a row a network.
  EXPECT_EQ(text.find("lenet-mnist / direct", text.find("where the MVM error is")),
            text.rfind("lenet-mnist / direct"));
}

TEST(Tolerance, at_equal_mvm_error_the_value_has_that_error_and_the_accuracy_of_that_value) {
  const Suite suite = study_suite(table("equal_mvm_error = 0.2\n" + kTwo +
                                        parameter("dac.steps", "to = 100")));
  SyntheticSource source = two_networks();
  const Json equal = run_study(suite, source)["equal_mvm_error"];
  EXPECT_EQ(equal["mvm_error"], 0.2);
  const double sigma = equal["rows"][0]["value"], drop = equal["rows"][1]["value"];
  // Found by hand for an ideal read-out and 8 tiles: 0.26 and 18.
  EXPECT_NEAR(sigma, 0.26, 0.02);
  EXPECT_NEAR(drop, 18, 1);
  Hardware hardware = Hardware::standard();
  hardware["output_noise"].values.set("sigma", sigma);
  EXPECT_NEAR(MvmMeter(1).epsilon(hardware, 3600), 0.2, 1e-3);
  const double normalized = equal["rows"][0]["normalized_accuracy"];
  EXPECT_NEAR(normalized, kTop - 0.05 * sigma * sigma - 0.0004, 1e-3);
  EXPECT_EQ(equal["rows"][2]["verdict"], "out_of_range");
  EXPECT_TRUE(equal["rows"][2]["value"].is_null());
}

TEST(Tolerance, an_interrupted_study_returns_nothing_until_all_its_rounds_are_there) {
  const Suite suite = study_suite(table(parameter(kSigma, "to = 0.5")));
  int rounds = 0;
  for (;; ++rounds) {
    SyntheticSource source = source_of({Curve{}});
    source.rounds_left = rounds;
    if (suite.studies[0].study->run(suite, source)) break;
    ASSERT_LT(rounds, 100);
  }
  EXPECT_GE(rounds, 4);
}

TEST(Tolerance, two_runs_ask_for_the_same_and_say_the_same) {
  const Suite suite = study_suite(table(kTwo), "'lenet-mnist', 'mlp-mnist'");
  SyntheticSource first = two_networks(), second = two_networks();
  EXPECT_EQ(run_study(suite, first).dump(), run_study(suite, second).dump());
  EXPECT_EQ(first.log, second.log);
}

TEST(Tolerance, a_stage_that_is_off_starts_at_its_harmless_end) {
  const auto source = [](const ScenarioPoint& point, std::uint32_t chip) {
    const double v = setting_of(point, "input_noise.sigma", 0.0);
    return accuracy_of(kTop + 0.01 * chip_normal(1, chip, 0) - v * v);
  };
  const Json row = first_row(table(parameter("input_noise.sigma", "to = 0.5")),
                             SyntheticSource(source, kTimes, kFp, kChance));
  EXPECT_TRUE(row["base_value"].is_null());
  EXPECT_EQ(row["from"], 0.0);
  EXPECT_NEAR(row["tolerance"], std::sqrt((1 - kShare) * kTop), 0.003);
}

TEST(Tolerance, a_network_no_better_than_guessing_is_refused) {
  const Suite suite = study_suite(table(parameter(kSigma, "to = 0.5")));
  SyntheticSource source([](const ScenarioPoint&, std::uint32_t) { return 0.1; }, kTimes, 0.1, 0.1);
  EXPECT_THROW(suite.studies[0].study->run(suite, source), InputError);
}

struct Refused {
  std::string study;
  const char* why;
};

TEST(Tolerance, wrong_tables_are_refused_with_the_reason) {
  const Refused cases[] = {
      {table(""), "'parameter' is missing"},
      {table(parameter("output_nois.sigma", "to = 1")), "did you mean 'output_noise.sigma'"},
      {table(parameter(kSigma, "")), "'to' is missing"},
      {table(parameter(kSigma, "to = -1")), "out of range"},
      {table(parameter(kSigma, "to = 0.04")), "both 0.04"},
      {table(parameter(kSigma, "from = 0\nto = 1\nscale = 'log'")), "must be above 0"},
      {table(parameter(kSigma, "to = 1\nscale = 'lin'")), "'scale' = 'lin' is unknown"},
      {table(parameter(kSigma, "to = 1\nstep = 2")), "unknown key in [[tolerance.parameter]]"},
      {table(parameter(kSigma, "to = 1") + parameter(kSigma, "to = 2")), "there twice"},
      {table(parameter("adc.steps", "to = 14.5")), "'steps' = 14.5 must be a whole number"},
      {table(parameter("ir_drop.read_at", "to = 1")), "not a number of the hardware"},
      {table(parameter(kSigma, "to = 1\nwith = ['ir_drop.scale']")), "at different values"},
      {table(parameter(kSigma, "to = 1\nwith = ['ir_drop.enabled']")), "not a number"},
      {table(parameter("ir_drop.enabled", "to = 1")), "not a number of the hardware"},
      {table(parameter("samples", "to = 1")), "not a number of the hardware"},
      {table(parameter(kSigma, "to = 1"), 1), "'chips' = 1 is out of range"},
      {"[tolerance]\ntime_s = 2\n" + parameter(kSigma, "to = 1"), "chips.times_s has: 1, 3600"},
      {table("normalized_accuracy = 1.5\n" + parameter(kSigma, "to = 1")), "out of range"},
      {table("wrong = 1\n" + parameter(kSigma, "to = 1")), "unknown key in [tolerance]"}};
  for (const Refused& c : cases) {
    const std::string message = refusal(c.study);
    EXPECT_NE(message.find(c.why), std::string::npos) << c.study << "\n -> " << message;
    EXPECT_NE(message.find("suite.toml:"), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace imcbench
