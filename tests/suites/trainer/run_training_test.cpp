// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/run_training.h"

#include <gtest/gtest.h>

#include <sstream>

#include "kernels/network/evaluator.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::TempFolder;

// One short epoch: 2,000 samples.
constexpr const char* kShort = R"(schema = 1
name = "short"
summary = "A short one."
seed = 5
model.topology = "mlp"
data.set = "fashion-mnist"
data.validation = 58000
training.epochs = 1
optimizer.kind = "adam"
)";

std::string write_plan(const TempFolder& folder) {
  const std::string text = kShort;
  test::write_plain(folder / "plan.toml", test::Bytes(text.begin(), text.end()));
  return (folder / "plan.toml").string();
}

TEST(RunTraining, StoresTheModelWithItsOrigin) {
  const DatasetRecord& record = find_dataset("fashion-mnist");
  if (!test::is_present(record)) GTEST_SKIP() << test::skip_reason(record);
  TempFolder folder;
  const std::string path = write_plan(folder), out = (folder / "model.h5").string();
  std::ostringstream log;
  const TrainingRun run = run_training(path, out, 2, "", log);
  const ModelFile found = load_model(out);
  EXPECT_EQ(content_sha256(found.network), content_sha256(run.model.network));
  EXPECT_EQ(found.network.name, "short");
  EXPECT_EQ(found.summary, "A short one.");
  EXPECT_EQ(found.origin.dataset, "fashion-mnist");
  EXPECT_EQ(found.origin.dataset_sha256, find_split(record, "train").sha256);
  EXPECT_EQ(found.origin.seed, 5u);
  EXPECT_EQ(found.origin.training_text, kShort);
  EXPECT_EQ(found.origin.command, "imcbench train " + path + " --out " + out);
  EXPECT_EQ(found.origin.epochs, 1u);
  EXPECT_EQ(found.origin.test_accuracy, run.test.accuracy());
  EXPECT_EQ(found.origin.test_loss, run.test.mean_loss());
  EXPECT_EQ(run.test.samples, 10000u);
  EXPECT_GT(run.test.accuracy(), 0.6);  // chance: 0.1
  test::expect_contains(log.str(), "epoch 1/1 step 32/32: loss");
  test::expect_contains(log.str(), "validation loss");
  test::expect_contains(log.str(), "weights " + content_sha256(run.model.network));
}

TEST(RunTraining, OfOtherSplitsThanTrainAndTest) {
  const DatasetRecord& record = find_dataset("spoken-digits");
  if (!test::is_present(record)) GTEST_SKIP() << test::skip_reason(record);
  TempFolder folder;
  const std::string text = R"(schema = 1
name = "others"
seed = 5
model.topology = "gru"
model.units = 8
data.set = "spoken-digits"
data.split = "train-without-theo"
data.test_split = "test-theo"
training.epochs = 1
optimizer.kind = "adam"
)";
  test::write_plain(folder / "plan.toml", test::Bytes(text.begin(), text.end()));
  const std::string out = (folder / "model.h5").string();
  std::ostringstream log;
  const TrainingRun run = run_training((folder / "plan.toml").string(), out, 2, "", log);
  const ModelFile found = load_model(out);
  EXPECT_EQ(found.origin.dataset_sha256, find_split(record, "train-without-theo").sha256);
  EXPECT_EQ(found.origin.test_split, "test-theo");
  EXPECT_EQ(run.test.samples, 500u);
  const Dataset theo = load_dataset("spoken-digits", "test-theo");
  EXPECT_EQ(run.test.correct, evaluate(found.network, theo, 1).correct);
}

// In streams every step is scored while it trains; the model scores what the data set predicts.
TEST(RunTraining, StreamsOfATextWithStepsThatAreOnlyContext) {
  TempFolder folder;
  const std::string text = R"(schema = 1
name = "streams"
seed = 1
[model]
topology = "lstm_lm"
layers = 1
units = 8
dropout = 0.1
[data]
set = "hmm-text"
order = "streams"
[training]
epochs = 1
batch = 20
[optimizer]
kind = "adam"
rate = 0.02
)";
  const std::string path = (folder / "plan.toml").string(), out = (folder / "model.h5").string();
  test::write_plain(folder / "plan.toml", test::Bytes(text.begin(), text.end()));
  std::ostringstream log;
  const TrainingRun run = run_training(path, out, 1, "", log);
  const Network& network = run.model.network;
  const DatasetRecord& record = find_dataset("hmm-text");
  ASSERT_LT(record.predictions, record.height);
  EXPECT_EQ(network.output().size(), record.predictions * network.classes);
  EXPECT_GT(run.test.accuracy(), 1.5 / network.classes);  // chance: 1 / classes
  EXPECT_EQ(content_sha256(load_model(out).network), content_sha256(network));
}

TEST(RunTraining, RefusesAnOutputThatCannotBeWrittenBeforeItTrains) {
  TempFolder folder;
  const std::string path = write_plan(folder);
  std::ostringstream log;
  const auto message_for = [&](const std::string& out) {
    return test::input_error_of([&] { run_training(path, out, 1, "", log); });
  };
  test::expect_contains(message_for((folder / "none/out.h5").string()), "does not exist");
  test::expect_contains(message_for(folder.path().string()), "is a folder");
  EXPECT_EQ(log.str(), "");
}

TEST(RunTraining, ADataFolderThatIsNoneIsAnInputError) {
  TempFolder folder;
  std::ostringstream log;
  const std::string path = write_plan(folder), out = (folder / "model.h5").string();
  test::expect_contains(
      test::input_error_of([&] { run_training(path, out, 1, "/no/such/folder", log); }),
      "--data-dir");
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(RunTraining, ABackendThatIsNotThereIsAnInputErrorBeforeItTrains) {
  if (cuda_device_count() > 0) GTEST_SKIP() << "a CUDA device is visible";
  TempFolder folder;
  std::ostringstream log;
  const std::string path = write_plan(folder), out = (folder / "model.h5").string();
  TrainingMachine machine(1);
  machine.backend = "cuda";
  const std::string message =
      test::input_error_of([&] { run_training(path, out, machine, "", log); });
  test::expect_contains(message, "--backend cuda");
  test::expect_contains(message, "use --backend cpu");
  EXPECT_EQ(log.str(), "");
}

}  // namespace
}  // namespace imcbench
