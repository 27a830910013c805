// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "suites/models/list.h"
#include "suites/models/model_file.h"
#include "suites/trainer/evaluate.h"
#include "suites/trainer/training_file.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::ScopedEnvironment;
using test::TempFolder;

TEST(FindModel, TakesAPathAsItIs) {
  TempFolder folder;
  test::write_plain(folder / "a.h5", {1});
  EXPECT_EQ(find_model((folder / "a.h5").string()), (folder / "a.h5").string());
  test::expect_contains(test::input_error_of([] { find_model("none/a.h5"); }),
                        "none/a.h5: no such model file");
  test::expect_contains(test::input_error_of([&] { find_model(folder.path().string()); }),
                        "no such model file");
}

TEST(FindModel, LooksInTheFolderOfTheEnvironmentFirst) {
  TempFolder folder;
  test::write_plain(folder / "lenet-fashion-mnist.h5", {1});
  test::write_plain(folder / "mine.h5", {1});
  const ScopedEnvironment zoo("IMCBENCH_ZOO", folder.path().string());
  EXPECT_EQ(find_model("lenet-fashion-mnist"), (folder / "lenet-fashion-mnist.h5").string());
  const auto names = zoo_models();
  EXPECT_TRUE(std::binary_search(names.begin(), names.end(), "mine"));
}

TEST(FindModel, AnUnknownNameIsAnInputErrorWithFoldersAndSuggestion) {
  TempFolder folder;
  test::write_plain(folder / "lenet-letters.h5", {1});
  const ScopedEnvironment zoo("IMCBENCH_ZOO", folder.path().string());
  const std::string message = test::input_error_of([] { find_model("lenet-leters"); });
  test::expect_contains(message, folder.path().string());
  test::expect_contains(message, "did you mean 'lenet-letters'?");
}

// Multiply-accumulates of a test split beyond which a model is only measured where
// IMCBENCH_TEST_LARGE is set: those of ResNet and VGG would take minutes.
constexpr double kLarge = 3e11;

bool is_measured(const Network& network, const Dataset& test) {
  const double macs = static_cast<double>(coverage(network).macs) * test.count;
  if (macs <= kLarge || std::getenv("IMCBENCH_TEST_LARGE") != nullptr) return true;
  std::printf("accuracy of %s not measured: IMCBENCH_TEST_LARGE is not set\n",
              network.name.c_str());
  return false;
}

// Every trained model: whole, with the training file that made it inside, and as accurate as it says.
TEST(Zoo, EveryModelIsWhatItsOriginSays) {
  const ScopedEnvironment own("IMCBENCH_ZOO", std::nullopt);
  const auto names = zoo_models();
  ASSERT_FALSE(names.empty());
  for (const std::string& name : names) {
    const ModelFile model = load_model(find_model(name));
    EXPECT_EQ(model.network.name, name);
    EXPECT_FALSE(model.summary.empty()) << name;
    TempFolder folder;
    const std::string& text = model.origin.training_text;
    test::write_plain(folder / "plan.toml", test::Bytes(text.begin(), text.end()));
    const TrainingPlan plan = parse_training((folder / "plan.toml").string());
    EXPECT_EQ(plan.name, name);
    EXPECT_EQ(plan.seed, model.origin.seed);
    EXPECT_EQ(plan.validation, 0u) << "trained on all samples";
    EXPECT_EQ(plan.optimizer_text(), model.origin.optimizer);
    const DatasetRecord& record = find_dataset(model.origin.dataset);
    EXPECT_EQ(find_split(record, "train").sha256, model.origin.dataset_sha256);
    if (!test::is_present(record)) continue;
    const Dataset test = load_dataset(record.name, "test");
    if (!is_measured(model.network, test)) continue;
    const Evaluation found = evaluate(model.network, test, 2);
    EXPECT_EQ(found.accuracy(), model.origin.test_accuracy) << name;
    EXPECT_EQ(found.mean_loss(), model.origin.test_loss) << name;
  }
}

}  // namespace
}  // namespace imcbench
