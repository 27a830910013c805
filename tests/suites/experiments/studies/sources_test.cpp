// SPDX-License-Identifier: Apache-2.0
// Losses of stages against games with known answers. The game of chip c: a stage i that is on takes
// l_i (1 + 0.2 z_c); in the second game some stages hurt only together.
#include "suites/experiments/studies/sources.h"

#include <cmath>

#include "tests/suites/experiments/studies/study_suite.h"
#include "tests/suites/experiments/studies/synthetic_source.h"

namespace imcbench {
namespace {

using namespace test;
using Json = nlohmann::ordered_json;

constexpr double kNone = 0.88;
constexpr int kChips = 32;
const std::vector<double> kTimes = {1.0, 3600.0};
const std::vector<std::string> kStages = {"pcm_drift", "ir_drop", "adc"};
constexpr double kLoss[] = {0.03, 0.01, 0.002};

double scale_of(std::uint32_t chip) { return 1 + 0.2 * chip_normal(4, chip, 0); }

// The mean of the scale over the chips of the study: losses are known exactly, chips and all.
double mean_scale() {
  double sum = 0;
  for (std::uint32_t c = 0; c < kChips; ++c) sum += scale_of(c) / kChips;
  return sum;
}

double std_scale() {
  double squares = 0;
  for (std::uint32_t c = 0; c < kChips; ++c) {
    squares += std::pow(scale_of(c) - mean_scale(), 2) / (kChips - 1);
  }
  return std::sqrt(squares);
}

// Losses by the stages that are on, times the chip's scale.
SyntheticSource game(std::function<double(const std::vector<bool>&)> loss) {
  return {[loss = std::move(loss)](const ScenarioPoint& point, std::uint32_t chip) {
            std::vector<bool> on;
            for (const std::string& stage : kStages) on.push_back(!is_off(point, stage));
            return kNone - loss(on) * scale_of(chip);
          },
          kTimes};
}

double additive(const std::vector<bool>& on) {
  double loss = 0;
  for (std::size_t i = 0; i < on.size(); ++i) loss += on[i] ? kLoss[i] : 0.0;
  return loss;
}

std::string table(const std::string& rest) {
  return fmt::format("[sources]\ntime_s = 3600\nchips = {}\n{}", kChips, rest);
}
const std::string kThree = "stages = ['pcm_drift', 'ir_drop', 'adc']\n";

Json first_row(const std::string& study, SyntheticSource source) {
  return run_study(study_suite(study), source)["rows"][0];
}

TEST(Sources, in_an_additive_game_alone_without_and_shapley_agree) {
  const Json row = first_row(table(kThree + "shapley = true"), game(additive));
  EXPECT_NEAR(row["none_accuracy"], kNone, 1e-6);
  EXPECT_NEAR(row["all_accuracy"], kNone - 0.042 * mean_scale(), 1e-6);
  EXPECT_NEAR(row["fp_accuracy"], 0.9, 1e-6);
  constexpr double kStudent = 2.0395134;  // t(31, 0.975)
  for (std::size_t i = 0; i < 3; ++i) {
    const Json& s = row["sources"][i];
    EXPECT_EQ(s["stage"], kStages[i]);
    for (const char* key : {"alone_loss", "without_gain", "shapley_loss"}) {
      EXPECT_NEAR(s[key], kLoss[i] * mean_scale(), 2e-7) << key;
    }
    const double half_width = kStudent * kLoss[i] * std_scale() / std::sqrt(kChips);
    for (const char* key : {"alone", "without", "shapley"}) {
      const double low = s[std::string(key) + "_low"], high = s[std::string(key) + "_high"];
      EXPECT_NEAR((high - low) / 2, half_width, 1e-6) << key;
    }
  }
}

// Drift hurts 0.02 alone; IR drop and the converter only together, 0.03, and with drift another
// 0.06 for the three. Shapley: pairs are halved, the three share alike.
double interacting(const std::vector<bool>& on) {
  return (on[0] ? 0.02 : 0) + (on[1] && on[2] ? 0.03 : 0) + (on[0] && on[1] && on[2] ? 0.06 : 0);
}

TEST(Sources, in_a_game_with_interactions_shares_follow_the_closed_form) {
  const Json row = first_row(table(kThree + "shapley = true"), game(interacting));
  const double m = mean_scale();
  const double alone[] = {0.02, 0, 0}, without[] = {0.08, 0.09, 0.09},
               shapley[] = {0.04, 0.035, 0.035};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(row["sources"][i]["alone_loss"], alone[i] * m, 2e-7) << i;
    EXPECT_NEAR(row["sources"][i]["without_gain"], without[i] * m, 2e-7) << i;
    EXPECT_NEAR(row["sources"][i]["shapley_loss"], shapley[i] * m, 2e-7) << i;
  }
}

TEST(Sources, without_shapley_only_the_sets_needed_are_simulated) {
  const Suite suite = study_suite(table(kThree));
  SyntheticSource source = game(additive);
  const Json row = run_study(suite, source)["rows"][0];
  EXPECT_EQ(source.log.size(), 8u);  // none, all, three alone, three left out
  EXPECT_EQ(suite.studies[0].study->plan(suite).scenarios, 8u);
  for (const auto& request : source.log) EXPECT_EQ(request.chips, chip_range(0, kChips));
  EXPECT_TRUE(row["sources"][0]["shapley_loss"].is_null());
  EXPECT_NEAR(row["sources"][0]["alone_loss"], 0.03 * mean_scale(), 2e-7);
}

TEST(Sources, unless_named_stages_are_those_that_make_errors) {
  const Json row = first_row(table(""), game(additive));
  std::vector<std::string> names;
  for (const Json& s : row["sources"]) names.push_back(s["stage"]);
  const std::vector<std::string> expected = {
      "pcm_programming_noise", "pcm_drift", "pcm_accumulated_noise", "dac", "ir_drop",
      "pcm_read_noise", "output_noise", "adc"};  // not mapping, input_range, drift_compensation
  EXPECT_EQ(names, expected);
}

TEST(Sources, one_stage_is_all_there_is) {
  const Json row = first_row(table("stages = ['ir_drop']\nshapley = true"), game(additive));
  for (const char* key : {"alone_loss", "without_gain", "shapley_loss"}) {
    EXPECT_NEAR(row["sources"][0][key], 0.01 * mean_scale(), 2e-7) << key;
  }
}

TEST(Sources, interruption_returns_nothing) {
  const Suite suite = study_suite(table(kThree));
  SyntheticSource source = game(additive);
  source.rounds_left = 0;
  EXPECT_FALSE(suite.studies[0].study->run(suite, source).has_value());
}

TEST(Sources, two_runs_ask_for_the_same_and_say_the_same) {
  const Suite suite = study_suite(table(kThree + "shapley = true"), "'lenet-mnist', 'mlp-mnist'");
  SyntheticSource first = game(interacting), second = game(interacting);
  EXPECT_EQ(run_study(suite, first).dump(), run_study(suite, second).dump());
  EXPECT_EQ(first.log, second.log);
}

TEST(Sources, the_text_names_the_largest_loss_first) {
  const Suite suite = study_suite(table("stages = ['adc', 'ir_drop', 'pcm_drift']"));
  SyntheticSource source = game(additive);
  const std::string text = sources_text(run_study(suite, source));
  std::printf("%s", text.c_str());
  EXPECT_LT(text.find("pcm_drift"), text.find("ir_drop"));
  EXPECT_LT(text.find("ir_drop"), text.find("adc "));
  EXPECT_EQ(text.find("Shapley"), std::string::npos);
  EXPECT_EQ(text.back(), '\n');
}

struct Refused {
  std::string study, hardware;
  const char* why;
};

TEST(Sources, wrong_tables_are_refused_with_the_reason) {
  const std::string off = "[hardware.adc]\nenabled = false\n";
  const std::string bounds = "[hardware.bound_management]\n";
  const Refused cases[] = {
      {table("shapley = true"), "", "at most 7 stages"},
      {table("stages = ['ir_dropp']"), "", "did you mean 'ir_drop'"},
      {table("stages = ['mapping']"), "", "there is no chip without it"},
      {table("stages = ['input_noise']"), "", "off in this suite"},
      {table(kThree), off, "'adc' is off in this suite"},
      {table("stages = ['adc', 'adc']"), "", "listed twice"},
      {table(kThree), bounds, "bound_management needs 'adc'"},
      {table("stage = ['adc']"), "", "did you mean 'stages'"},
      {"[sources]\ntime_s = 5\n", "", "chips.times_s has: 1, 3600"}};
  for (const Refused& c : cases) {
    const std::string message = refusal(c.study, c.hardware);
    EXPECT_NE(message.find(c.why), std::string::npos) << c.study << "\n -> " << message;
    EXPECT_NE(message.find("suite.toml:"), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace imcbench
