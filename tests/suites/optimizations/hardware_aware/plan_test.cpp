// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/plan.h"

#include <gtest/gtest.h>

#include "suites/trainer/training_file.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::TempFolder;

constexpr const char* kHead = R"(schema = 1
name = "tiny"
seed = 5
model.start = "lenet-mnist"
data.set = "glyphs"
training.epochs = 3
optimizer.kind = "sgd"
)";

TrainingPlan parse(const std::string& tail, const std::string& head = kHead) {
  TempFolder folder;
  const auto path = folder / "plan.toml";
  const std::string text = head + tail;
  test::write_plain(path, test::Bytes(text.begin(), text.end()));
  return parse_training(path.string());
}

std::string error_of(const std::string& tail, const std::string& head = kHead) {
  return test::input_error_of([&] { parse(tail, head); });
}

TEST(HardwareAwarePlan, ReadsIngredientsAndTheHardware) {
  const TrainingPlan plan = parse(R"([hardware]
base = "standard"
[hardware.adc]
steps = 62
[hardware_aware.weight_noise]
type = "additive"
scale = 0.1
[hardware_aware.remap]
)");
  EXPECT_EQ(plan.start, "lenet-mnist");
  EXPECT_EQ(
      plan.hardware_aware.text,
      "weight_noise type = \"additive\" scale = 0.1 ramp_epochs = 0, remap every_steps = 500");
  EXPECT_EQ(plan.hardware_aware.preset, "standard");
  EXPECT_EQ(plan.hardware_aware.hardware["adc"].values["steps"], 62.0);
  EXPECT_TRUE(plan.hardware_aware.hardware["pcm_drift"].enabled);
  const Ingredients& on = plan.hardware_aware.ingredients;
  EXPECT_EQ(on.get<WeightNoise>()->type, WeightNoise::Type::additive);
  EXPECT_FALSE(on.get<DropConnect>().has_value());
}

TEST(HardwareAwarePlan, NothingIsOnWithoutTables) { EXPECT_TRUE(parse("").hardware_aware.empty()); }

TEST(HardwareAwarePlan, MistakesAreNamedWithTheirPlace) {
  const std::string base = "hardware.base = \"standard\"\n";
  test::expect_contains(error_of(base + "[hardware_aware.weigth_noise]\n"), "weight_noise");
  test::expect_contains(error_of(base + "[hardware_aware.drop_connect]\nprobability = 2\n"),
                        "plan.toml:10");
  test::expect_contains(error_of("[hardware_aware.remap]\n"), "[hardware] is missing");
  test::expect_contains(error_of(base), "does nothing without [hardware_aware]");
  test::expect_contains(error_of(base + "[hardware_aware.analog_forward]\n"),
                        "needs 'input_range'");
  test::expect_contains(
      error_of(base + "hardware.bit_serial.enabled = true\n[hardware_aware.input_range]\n"
                      "[hardware_aware.analog_forward]\n"),
      "bit_serial");
  test::expect_contains(error_of(base + "[hardware_aware.device_states]\n"),
                        "needs telegraph noise");
  const std::string noisy = base + "[hardware.rtn_moments]\n";
  test::expect_contains(error_of(noisy + "[hardware_aware.energy_regularization]\n"),
                        "needs 'device_states'");
  test::expect_contains(
      error_of(noisy + "[hardware.rtn_per_read]\n[hardware_aware.device_states]\n"), "both on");
  test::expect_contains(error_of(noisy + "[hardware_aware.device_states]\npool = 4\n"),
                        "'pool' and 'states' are for redrawn = \"step\"");
  EXPECT_TRUE(parse(noisy + "[hardware_aware.device_states]\n")
                  .hardware_aware.ingredients.get<DeviceStates>()
                  .has_value());
  std::string untrained = kHead;
  untrained.replace(untrained.find("model.start = \"lenet-mnist\""), 27,
                    "model.topology = \"lenet\"");
  test::expect_contains(error_of(base + "[hardware_aware.distillation]\n", untrained),
                        "needs a model to start from");
}

constexpr const char* kThree =
    "hardware.base = \"standard\"\n[hardware_aware.remap]\n[hardware_aware.input_range]\n"
    "[hardware_aware.analog_forward]\n";

TEST(HardwareAwarePlan, IngredientsCanBeLeftOut) {
  const TrainingPlan plan = parse(kThree + std::string("[hardware_aware]\nwithout = [\"remap\"]\n"));
  EXPECT_FALSE(plan.hardware_aware.ingredients.get<Remap>());
  EXPECT_TRUE(plan.hardware_aware.ingredients.get<AnalogForward>());
  EXPECT_EQ(plan.hardware_aware.text.find("remap"), std::string::npos);
  EXPECT_TRUE(plan.name.ends_with("-no-remap")) << plan.name;
}

TEST(HardwareAwarePlan, WithoutAsAnArgumentIsAsIfTheFileEndedInIt) {
  TempFolder folder;
  const std::string text = kHead + std::string(kThree), path = (folder / "plan.toml").string();
  test::write_plain(path, test::Bytes(text.begin(), text.end()));
  const std::vector<std::string> without{"remap", "input_range"};
  const TrainingPlan plan = parse_training(path, {without, "", {}});
  EXPECT_EQ(plan.text, text + "\n[hardware_aware]\nwithout = [\"remap\", \"input_range\"]\n");
  EXPECT_EQ(plan.hardware_aware.without, without);
  EXPECT_FALSE(plan.hardware_aware.ingredients.get<Remap>());
}

TEST(HardwareAwarePlan, ARangeThatOthersNeedStaysAsFirstFound) {
  const TrainingPlan plan =
      parse(kThree + std::string("[hardware_aware]\nwithout = [\"input_range\"]\n"));
  const auto& range = plan.hardware_aware.ingredients.get<LearnedInputRange>();
  ASSERT_TRUE(range);
  InputSums clipped;
  clipped.count = 100;
  clipped.within = 100;
  clipped.range_gradient = -3.0;
  EXPECT_EQ(range->after_step(1.5f, clipped, range->init_batches, 1.0), 1.5f);
  EXPECT_TRUE(plan.hardware_aware.text.ends_with(", input_range unlearned"));
}

TEST(HardwareAwarePlan, WhatIsLeftOutMustBeThere) {
  const std::string message =
      error_of(kThree + std::string("[hardware_aware]\nwithout = [\"remaps\"]\n"));
  test::expect_contains(message, "'without' names 'remaps', which this file does not train with");
  test::expect_contains(message, "remap");
  test::expect_contains(
      error_of(kThree + std::string("[hardware_aware]\nwithout = [\"drop_connect\"]\n")),
      "plan.toml:");
}

}  // namespace
}  // namespace imcbench
