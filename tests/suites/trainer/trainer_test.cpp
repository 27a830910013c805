// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/trainer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "datasets/glyphs.h"
#include "suites/models/model_file.h"
#include "suites/trainer/start_network.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

TrainingPlan tiny_plan(const char* topology) {
  TrainingPlan plan;
  plan.path = "tiny.toml";
  plan.name = "tiny";
  plan.topology = topology;
  plan.dataset = "glyphs";
  plan.seed = 11;
  plan.epochs = 2;
  plan.batch = 40;  // slices of 16, 16 and 8 samples; the last batch of an epoch has 20
  plan.augmentation = {2, true};
  plan.label_smoothing = 0.1f;
  plan.schedule = Cosine::kind;
  plan.schedule_values = ParamValues::defaults(Cosine::params);
  return plan;
}

std::string weights_of(const TrainingPlan& plan, const Dataset& data, int threads,
                       Isa isa = active_isa()) {
  return content_sha256(train(plan, data, threads, {}, isa).network);
}

TEST(Trainer, GivesTheSameBitsForAnyNumberOfThreadsAndInstructionSet) {
  const Dataset data = make_glyphs("train", 100);
  for (const char* topology : {"lenet", "mlp"}) {
    const TrainingPlan plan = tiny_plan(topology);
    const std::string expected = weights_of(plan, data, 1);
    for (const int threads : {2, 3, 7}) EXPECT_EQ(weights_of(plan, data, threads), expected);
    for (const Isa isa : available_isas()) {
      EXPECT_EQ(weights_of(plan, data, 2, isa), expected) << topology << " " << name_of(isa);
    }
  }
}

// The weights of a plan are part of the program's contract: published files must train again to the
// same bits with every later version, on every machine.
TEST(Trainer, KnownAnswer) {
  const Dataset data = make_glyphs("train", 100);
  TrainingPlan plan = tiny_plan("mlp");
  EXPECT_EQ(weights_of(plan, data, 1),
            "89a6c6ff87ced3f44d80a24de9c9689c7cbbb8c9e51a2f15a048f8fd4206cdcb");
  plan.optimizer = Sgd::kind;
  plan.optimizer_values = ParamValues::defaults(Sgd::params);
  plan.schedule = Step::kind;
  plan.schedule_values = ParamValues::defaults(Step::params);
  plan.init.kind = Init::glorot;
  EXPECT_EQ(weights_of(plan, data, 1),
            "3517f961b126059e92370867e0342f7cae3c7b648bb033b5d8ed9a6ee5dab6b5");
}

TEST(Trainer, AnotherSeedGivesOtherWeights) {
  const Dataset data = make_glyphs("train", 64);
  TrainingPlan plan = tiny_plan("mlp");
  const std::string one = weights_of(plan, data, 1);
  plan.seed = 12;
  EXPECT_NE(weights_of(plan, data, 1), one);
}

TEST(Trainer, LearnsATinySetByHeart) {
  const Dataset data = make_glyphs("train", 48);
  for (const char* topology : {"lenet", "mlp"}) {
    TrainingPlan plan = tiny_plan(topology);
    plan.epochs = 40;
    plan.batch = 16;
    plan.augmentation = {};
    plan.label_smoothing = 0.0f;
    const TrainingResult result = train(plan, data, 2);
    const Evaluation found = evaluate(result.network, data, 2);
    EXPECT_EQ(found.correct, found.samples) << topology;
    EXPECT_LT(found.mean_loss(), 0.02) << topology;
  }
}

// No classifier is better than the known best accuracy (1 % standard error on 1000 samples); after
// two epochs of 2000 samples ours is far better than chance.
TEST(Trainer, GeneralizesAndStaysBelowTheBestPossibleAccuracy) {
  const Dataset data = make_glyphs("train", 2000), test = make_glyphs("test", 1000);
  TrainingPlan plan = tiny_plan("mlp");
  plan.augmentation = {};
  const double accuracy = evaluate(train(plan, data, 2).network, test, 2).accuracy();
  EXPECT_GT(accuracy, 0.5);
  EXPECT_LT(accuracy, glyph_bayes_accuracy().accuracy + 0.03);
}

TEST(Trainer, ReportsEveryStepAndValidatesAtTheEndOfAnEpoch) {
  const Dataset data = make_glyphs("train", 100);
  TrainingPlan plan = tiny_plan("mlp");
  plan.validation = 20;  // 80 to train on: 2 steps an epoch
  std::vector<TrainingProgress> seen;
  train(plan, data, 1, [&](const TrainingProgress& p) { seen.push_back(p); });
  ASSERT_EQ(seen.size(), 4u);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].step, i + 1);
    EXPECT_EQ(seen[i].steps, 4u);
    EXPECT_EQ(seen[i].epoch, i / 2 + 1);
    EXPECT_EQ(seen[i].epoch_ends, i % 2 == 1);
    EXPECT_EQ(seen[i].validation.has_value(), i % 2 == 1);
    EXPECT_GT(seen[i].gflops, 0.0);
  }
  EXPECT_EQ(seen.back().validation->samples, 20u);
  EXPECT_EQ(seen.back().seconds_left, 0.0);
}

TEST(Trainer, DivergenceIsAnInputErrorThatNamesFileAndEpoch) {
  const Dataset data = make_glyphs("train", 64);
  TrainingPlan plan = tiny_plan("mlp");
  plan.epochs = 20;
  plan.schedule = Constant::kind;
  plan.schedule_values = {};
  plan.optimizer = Sgd::kind;
  plan.optimizer_values = ParamValues::defaults(Sgd::params);
  plan.optimizer_values.set("rate", 100.0);
  const std::string message = test::input_error_of([&] { train(plan, data, 1); });
  test::expect_contains(message, "tiny.toml");
  test::expect_contains(message, "stopped being finite in epoch");
}

// Sgd without momentum and decay moves by rate * gradient, which is cut to the stated length.
TEST(Trainer, ClipsTheLengthOfTheGradient) {
  const Dataset data = make_glyphs("train", 40);
  TrainingPlan plan = tiny_plan("mlp");
  plan.epochs = 1;  // of one step
  plan.schedule = Constant::kind;
  plan.schedule_values = {};
  plan.optimizer = Sgd::kind;
  plan.optimizer_values = ParamValues::defaults(Sgd::params);
  plan.optimizer_values.set("momentum", 0.0);
  plan.optimizer_values.set("weight_decay", 0.0);
  plan.optimizer_values.set("rate", 0.5);
  const auto moved = [&](double clip) {
    plan.clip_norm = clip;
    const Network after = train(plan, data, 2).network;
    const Network before = start_network(plan, data, split_samples(40, 0, plan.seed).training);
    double sum = 0.0;
    for (const ParameterSlot& slot : parameter_layout(before).slots) {
      const auto a = parameters_of(after, slot), b = parameters_of(before, slot);
      for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(double{a[i]} - b[i], 2);
    }
    return std::sqrt(sum);
  };
  EXPECT_NEAR(moved(0.01), 0.5 * 0.01, 1e-7);
  EXPECT_NEAR(moved(0.02), 0.5 * 0.02, 1e-7);
  EXPECT_EQ(moved(1e6), moved(0.0));
}

TEST(Trainer, KeepsTheEpochOfTheLowestValidationLoss) {
  const Dataset data = make_glyphs("train", 120), validation = make_glyphs("test", 60);
  TrainingPlan plan = tiny_plan("mlp");
  plan.epochs = 12;
  plan.validation_split = "test";
  plan.keep = Keep::best;
  plan.augmentation = {};
  plan.optimizer_values.set("rate", 0.01);
  TrainingData training(data);
  training.validation = &validation;
  std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
  const auto result = train(plan, training, 2, [&](const TrainingProgress& p) {
    if (p.validation) lowest = std::min(lowest, p.validation->loss_q24);
  });
  EXPECT_EQ(evaluate(result.network, validation, 2).loss_q24, lowest);
}

TEST(Trainer, GoesOnFromAModel) {
  const Dataset data = make_glyphs("train", 60);
  TrainingPlan plan = tiny_plan("mlp");
  test::TempFolder folder;
  const std::string path = (folder / "first.h5").string();
  const Network first = train(plan, data, 1).network;
  save_model({first, "", {}}, path);
  plan.topology.clear();
  plan.start = path;
  std::vector<std::uint32_t> none;
  Network start = start_network(plan, data, none);
  EXPECT_EQ(content_sha256(start), content_sha256(first));
  EXPECT_NE(weights_of(plan, data, 1), content_sha256(first));
  EXPECT_EQ(weights_of(plan, data, 1), weights_of(plan, data, 3));
  const Dataset other = make_glyphs("train", 8);
  Dataset wide = other;
  wide.height = 14;
  wide.width = 56;
  test::expect_contains(test::input_error_of([&] { train(plan, wide, 1); }), "28 x 28 x 1");
}

TEST(Trainer, KeepingEverySampleAsideIsAnInputError) {
  const Dataset data = make_glyphs("train", 64);
  TrainingPlan plan = tiny_plan("mlp");
  plan.validation = 64;
  test::expect_contains(test::input_error_of([&] { train(plan, data, 1); }), "64 of 64");
}

TEST(Trainer, TooSmallInputsForTheTopologyAreAnInputError) {
  Dataset data;
  data.name = "dots";
  data.count = 4;
  data.height = data.width = 8;
  data.classes = 2;
  data.pixels.resize(4 * 64);
  data.pixels[3] = 9;
  data.labels = {0, 1, 0, 1};
  test::expect_contains(test::input_error_of([&] { train(tiny_plan("lenet"), data, 1); }),
                        "at least 16 x 16");
}

}  // namespace
}  // namespace imcbench
