// SPDX-License-Identifier: Apache-2.0
// A training that stops at any step goes on to the same bits.
#include "suites/trainer/checkpoint.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "datasets/glyphs.h"
#include "suites/models/model_file.h"
#include "suites/trainer/trainer.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

// Batch norm, augmentation, a plateau and a best epoch: all that has a state. 60 samples, 2 steps.
TrainingPlan plan_of(const char* topology) {
  TrainingPlan plan;
  plan.path = "tiny.toml";
  plan.text = topology;
  plan.name = "tiny";
  plan.topology = topology;
  plan.dataset = "glyphs";
  plan.seed = 3;
  plan.epochs = 3;
  plan.batch = 32;
  plan.validation = 20;
  plan.augmentation = {1, true, 4};
  plan.clip_norm = 1.0;
  plan.keep = Keep::best;
  plan.schedule = Plateau::kind;
  plan.schedule_values = ParamValues::defaults(Plateau::params);
  return plan;
}

struct Stopped {};

std::string resumed(const TrainingPlan& plan, const Dataset& data, std::uint64_t stop,
                    const std::string& path) {
  std::filesystem::remove(path);
  CheckpointPlan checkpoint{path, false, 0.0};  // after every step
  const auto stops = [&](const TrainingProgress& p) {
    if (p.step == stop + 1) throw Stopped{};  // the checkpoint is that of the step before
  };
  EXPECT_THROW(train(plan, data, 2, stops, active_isa(), &checkpoint), Stopped);
  checkpoint.resume = true;
  std::uint64_t first = 0;
  const auto result = train(
      plan, data, 1, [&](const TrainingProgress& p) { first = first == 0 ? p.step : first; },
      active_isa(), &checkpoint);
  EXPECT_EQ(first, stop + 1);
  return content_sha256(result.network);
}

TEST(Checkpoint, ResumingGivesTheSameBits) {
  test::TempFolder folder;
  const std::string path = (folder / "m.h5.checkpoint").string();
  const Dataset data = make_glyphs("train", 80);
  TrainingPlan plan = plan_of("mlp");
  const std::string expected = content_sha256(train(plan, data, 2).network);
  for (std::uint64_t stop = 1; stop < 6; ++stop) {
    EXPECT_EQ(resumed(plan, data, stop, path), expected) << stop;
  }
  plan.optimizer = Sgd::kind;
  plan.optimizer_values = ParamValues::defaults(Sgd::params);
  EXPECT_EQ(resumed(plan, data, 3, path), content_sha256(train(plan, data, 2).network));
}

TEST(Checkpoint, KeepsRunningStatistics) {
  test::TempFolder folder;
  const std::string path = (folder / "m.h5.checkpoint").string();
  const Dataset data = make_glyphs("train", 50);
  TrainingPlan plan = plan_of("resnet20");
  plan.epochs = 2;
  plan.batch = 16;
  EXPECT_EQ(resumed(plan, data, 3, path), content_sha256(train(plan, data, 2).network));
}

TEST(Checkpoint, OfAnotherTrainingIsRefused) {
  test::TempFolder folder;
  const std::string path = (folder / "m.h5.checkpoint").string();
  const Dataset data = make_glyphs("train", 80);
  TrainingPlan plan = plan_of("mlp");
  CheckpointPlan checkpoint{path, false, 0.0};
  train(plan, data, 2, {}, active_isa(), &checkpoint);
  checkpoint.resume = true;
  const auto message = [&](const Dataset& set) {
    return test::input_error_of([&] { train(plan, set, 1, {}, active_isa(), &checkpoint); });
  };
  Dataset other = data;
  other.sha256 = "0000";
  test::expect_contains(message(other), "the checkpoint of other training data");
  plan.text = "edited";
  test::expect_contains(message(data), "the checkpoint of another training file");
  test::expect_contains(message(data), path);
  checkpoint.path = (folder / "none").string();
  test::expect_contains(message(data), "there is no checkpoint to go on from");
  test::write_plain(path, test::Bytes{1, 2, 3});
  checkpoint.path = path;
  test::expect_contains(message(data), path);
}

}  // namespace
}  // namespace imcbench
