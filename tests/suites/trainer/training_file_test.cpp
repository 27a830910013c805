// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/training_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "suites/config/toml_reader.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::TempFolder;

// Line numbers matter to the tests below.
constexpr const char* kValid = R"(schema = 1
name = "tiny"
summary = "A sentence."
seed = 5
[model]
topology = "mlp"
init = "glorot"
[data]
set = "glyphs"
validation = 100
shift = 2
flip = true
[training]
epochs = 3
batch = 32
label_smoothing = 0.1
[optimizer]
kind = "sgd"
rate = 0.25
momentum = 0.8
[schedule]
kind = "step"
every_epochs = 2
factor = 0.5
)";

std::string write_text(const TempFolder& folder, const std::string& text) {
  const auto path = folder / "plan.toml";
  test::write_plain(path, test::Bytes(text.begin(), text.end()));
  return path.string();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(TrainingFile, ReadsEveryKey) {
  TempFolder folder;
  const TrainingPlan plan = parse_training(write_text(folder, kValid));
  EXPECT_EQ(plan.name, "tiny");
  EXPECT_EQ(plan.summary, "A sentence.");
  EXPECT_EQ(plan.seed, 5u);
  EXPECT_EQ(plan.topology, "mlp");
  EXPECT_EQ(plan.init.kind, Init::glorot);
  EXPECT_EQ(plan.dataset, "glyphs");
  EXPECT_EQ(plan.validation, 100u);
  EXPECT_EQ(plan.augmentation.shift, 2u);
  EXPECT_TRUE(plan.augmentation.flip);
  EXPECT_EQ(plan.epochs, 3u);
  EXPECT_EQ(plan.batch, 32u);
  EXPECT_EQ(plan.label_smoothing, 0.1f);
  EXPECT_EQ(plan.optimizer_text(),
            "sgd rate=0.25 momentum=0.8 weight_decay=0.0005, step every_epochs=2 factor=0.5");
  EXPECT_EQ(plan.text, kValid);
}

TEST(TrainingFile, AnotherSeedIsInTheTextAndInTheName) {
  TempFolder folder;
  const TrainingPlan plan = parse_training(write_text(folder, kValid), {{}, "", 12});
  EXPECT_EQ(plan.seed, 12u);
  EXPECT_EQ(plan.name, "tiny-s12");
  EXPECT_EQ(plan.text,
            replaced(replaced(kValid, "seed = 5", "seed = 12"), "\"tiny\"", "\"tiny-s12\""));
  const TrainingPlan again = parse_training(write_text(folder, plan.text));
  EXPECT_EQ(again.seed, 12u);
  EXPECT_EQ(again.name, "tiny-s12");
}

constexpr const char* kVariants = R"([variant.long.training]
epochs = 30
[variant.other.optimizer]
momentum = 0.5
)";

TEST(TrainingFile, AVariantIsItsChangesAndInTheTextAndInTheName) {
  TempFolder folder;
  const std::string text = std::string(kValid) + kVariants;
  EXPECT_EQ(parse_training(write_text(folder, text)).epochs, 3u);
  const TrainingPlan plan = parse_training(write_text(folder, text), {{}, "long", 12});
  EXPECT_EQ(plan.epochs, 30u);
  EXPECT_EQ(plan.batch, 32u);  // of the same table, unchanged
  EXPECT_EQ(plan.optimizer_values["momentum"], 0.8);
  EXPECT_EQ(plan.name, "tiny-long-s12");
  const TrainingPlan again = parse_training(write_text(folder, plan.text));
  EXPECT_EQ(again.epochs, 30u);
  EXPECT_EQ(again.name, "tiny-long-s12");
}

TEST(TrainingFile, SaysWhereAVariantIsWrong) {
  TempFolder folder;
  const auto error = [&](const std::string& text, const std::string& variant) {
    const std::string path = write_text(folder, std::string(kValid) + text);
    return test::input_error_of([&] { parse_training(path, {{}, variant, {}}); });
  };
  test::expect_contains(error(kVariants, "lonk"), "plan.toml: no variant 'lonk'");
  test::expect_contains(error(kVariants, "lonk"), "did you mean 'long'");
  test::expect_contains(error("[variant.long.training]\nepochs = 0\n", "long"), ":26:10: 'epochs'");
  test::expect_contains(error("[variant.long.training]\nepoch = 4\n", "long"),
                        ":26:1: unknown key of [training]");
}

TEST(TrainingFile, EveryVariantThatShipsCanBeRead) {
  std::size_t variants = 0;
  for (const auto& entry : std::filesystem::directory_iterator(IMCBENCH_SUITES "/training")) {
    const std::string text = read_toml_text(entry.path().string());
    const std::regex table(R"(\[variant\.([a-z0-9-]+)[.\]])");
    for (std::sregex_iterator it(text.begin(), text.end(), table), end; it != end; ++it) {
      EXPECT_TRUE(parse_training(entry.path().string(), {{}, (*it)[1].str(), {}})
                      .name.ends_with("-" + (*it)[1].str()));
      ++variants;
    }
  }
  EXPECT_GT(variants, 0u);
}

TEST(TrainingFile, HasDefaultsForWhatNeedNotBeSaid) {
  TempFolder folder;
  const TrainingPlan plan = parse_training(write_text(folder, R"(
schema = 1
name = "a"
seed = 0
model.topology = "lenet"
data.set = "glyphs"
training.epochs = 1
optimizer.kind = "adam")"));
  EXPECT_EQ(plan.init.kind, Init::he);
  EXPECT_EQ(plan.batch, 64u);
  EXPECT_EQ(plan.augmentation.shift, 0u);
  EXPECT_FALSE(plan.augmentation.flip);
  EXPECT_EQ(plan.schedule, "constant");
  EXPECT_EQ(plan.optimizer_values["rate"], 1e-3);
}

// Line numbers matter here, too.
constexpr const char* kWithParameters = R"(schema = 1
name = "tiny"
seed = 5
[model]
topology = "encoder"
width = 32
heads = 2
dropout = 0.25
pooling = "mean"
table_scale = 0.5
[data]
set = "glyphs"
[training]
epochs = 3
[optimizer]
kind = "adam"
)";

TEST(TrainingFile, ReadsTheParametersOfATopology) {
  TempFolder folder;
  const TrainingPlan plan = parse_training(write_text(folder, kWithParameters));
  EXPECT_EQ(plan.topology, "encoder");
  EXPECT_EQ(plan.topology_values["width"], 32.0);
  EXPECT_EQ(plan.topology_values["heads"], 2.0);
  EXPECT_EQ(plan.topology_values["dropout"], 0.25);
  EXPECT_EQ(plan.topology_values["pooling"], 1.0);
  EXPECT_EQ(plan.topology_values["ratio"], 4.0) << "the default";
  EXPECT_EQ(plan.init.table_scale, 0.5f);
  test::expect_contains(plan.topology_place, ":5:12");
}

TEST(TrainingFile, ReadsWhatRecurrentNetworksAndFineTuningNeed) {
  TempFolder folder;
  const TrainingPlan plan = parse_training(write_text(folder, R"(
schema = 1
name = "a"
seed = 0
model.topology = "lenet"
model.init = "uniform"
model.init_scale = 0.05
model.forget_bias = 1.0
data.set = "glyphs"
data.validation_split = "test"
data.cutout = 8
training.epochs = 1
training.clip_norm = 5.0
training.keep = "best"
optimizer.kind = "adam"
schedule.kind = "plateau"
schedule.patience = 2)"));
  EXPECT_EQ(plan.init.kind, Init::uniform);
  EXPECT_EQ(plan.init.scale, 0.05f);
  EXPECT_EQ(plan.init.forget_bias, 1.0f);
  EXPECT_EQ(plan.validation_split, "test");
  EXPECT_EQ(plan.augmentation.cutout, 8u);
  EXPECT_EQ(plan.clip_norm, 5.0);
  EXPECT_EQ(plan.keep, Keep::best);
  EXPECT_EQ(plan.order, SampleOrder::samples);
  const TrainingPlan tuned = parse_training(write_text(
      folder, replaced(kValid, "topology = \"mlp\"\ninit = \"glorot\"", "start = \"mlp-mnist\"")));
  EXPECT_EQ(tuned.start, "mlp-mnist");
  EXPECT_TRUE(tuned.topology.empty());
}

struct ErrorCase {
  const char *name, *from, *to, *place, *message;
};

class TrainingFileError : public testing::TestWithParam<ErrorCase> {};

TEST_P(TrainingFileError, NamesPlaceAndRemedy) {
  const ErrorCase& c = GetParam();
  TempFolder folder;
  const std::string path = write_text(folder, replaced(kValid, c.from, c.to));
  const std::string message = test::input_error_of([&] { parse_training(path); });
  test::expect_contains(message, path + c.place);
  test::expect_contains(message, c.message);
}

const ErrorCase kErrors[] = {
    {"Syntax", "seed = 5", "seed = = 5", ":4:", ""},
    {"OtherSchema", "schema = 1", "schema = 2", ":1:10", "allowed: 1 to 1"},
    {"MissingName", "name = \"tiny\"\n", "", ":1:1", "'name' is missing"},
    {"NameWithSlash", "\"tiny\"", "\"../tiny\"", ":2:8", "allowed: 1 to 64 of a-z"},
    {"NegativeSeed", "seed = 5", "seed = -5", ":4:8", "out of range"},
    {"MissingTable", "[model]\ntopology = \"mlp\"\ninit = \"glorot\"\n", "", ":1:1",
     "table [model] is missing"},
    {"UnknownTopology", "\"mlp\"", "\"mpl\"", ":6:12", "did you mean 'mlp'?"},
    {"UnknownInit", "\"glorot\"", "\"xavier\"", ":7:8", "valid: he, glorot, uniform"},
    {"TopologyAndStart", "init = \"glorot\"", "start = \"x.h5\"", ":6:12", "give one of them"},
    {"InitOfAStart", "topology = \"mlp\"", "start = \"x.h5\"", ":7:1",
     "unknown key of [model] with a start 'init'"},
    {"ScaleWithoutUniform", "init = \"glorot\"", "init_scale = 0.1", ":7:1", "'init_scale'"},
    {"ForgetBiasTooLarge", "init = \"glorot\"", "forget_bias = 11.0", ":7:15",
     "allowed: -10 to 10"},
    {"TwoValidations", "shift = 2", "validation_split = \"test\"", ":10:14", "give one of them"},
    {"BlockTooFar", "validation = 100", "validation = 2000\nvalidation_block = 900", ":11:20",
     "out of range"},
    {"BlockOfNothing", "validation = 100", "validation_block = 1", ":10:20", "needs 'validation'"},
    {"UnknownSplit", "validation = 100", "validation_split = \"tets\"", ":10:20",
     "did you mean 'test'?"},
    {"UnknownTrainingSplit", "shift = 2", "split = \"trian\"", ":11:9", "did you mean 'train'?"},
    {"UnknownTestSplit", "shift = 2", "test_split = \"tset\"", ":11:14", "did you mean 'test'?"},
    {"TestedOnWhatItLearns", "shift = 2", "test_split = \"train\"", ":11:14", "is what is trained on"},
    {"CutoutTooLarge", "shift = 2", "cutout = 257", ":11:10", "allowed: 0 to 256"},
    {"NoiseOfImages", "shift = 2", "feature_noise = 0.1", ":11:17", "augmentation of features"},
    {"StretchOfImages", "shift = 2", "time_stretch = 0.5", ":11:16", "augmentation of features"},
    {"VariationOfImages", "shift = 2", "class_variation = 0.5", ":11:19", "augmentation of features"},
    {"UnknownOrder", "shift = 2", "order = \"random\"", ":11:9", "valid: samples, random-windows, streams"},
    {"SamplesOfAText",
     "set = \"glyphs\"\nvalidation = 100\nshift = 2\nflip = true\n",
     "set = \"hmm-text\"\nvalidation = 100\norder = \"streams\"\n", ":10:14", "validation_split"},
    {"ShiftOfFeatures", "\"glyphs\"", "\"temporal-xor\"", ":11:9", "augmentation of images"},
    {"WindowsOfImages", "shift = 2", "order = \"random-windows\"", ":11:9", "no running text"},
    {"StreamsOfImages", "shift = 2", "order = \"streams\"", ":11:9", "no running text"},
    {"NegativeClip", "batch = 32", "clip_norm = -1.0", ":15:13", "allowed: 0 to"},
    {"UnknownKeep", "batch = 32", "keep = \"first\"", ":15:8", "valid: last, best"},
    {"PlateauFactor", "kind = \"step\"\nevery_epochs = 2\nfactor = 0.5",
     "kind = \"plateau\"\nfactor = 2.0", ":23:10", "out of range"},
    {"UnknownData", "\"glyphs\"", "\"glyph\"", ":9:7", "did you mean 'glyphs'?"},
    {"ValidationIsAll", "validation = 100", "validation = 10000000", ":10:14", "out of range"},
    {"ShiftTooFar", "shift = 2", "shift = 17", ":11:9", "allowed: 0 to 16"},
    {"FlipIsNoBoolean", "flip = true", "flip = 1", ":12:8", "must be true or false"},
    {"ZeroEpochs", "epochs = 3", "epochs = 0", ":14:10", "allowed: 1 to 10000"},
    {"FractionalEpochs", "epochs = 3", "epochs = 3.5", ":14:10", "must be an integer"},
    {"SmoothingOfOne", "0.1", "1.0", ":16:19", "allowed: 0 to 0.9"},
    {"UnknownKey", "batch = 32", "bach = 32", ":15:1", "did you mean 'batch'?"},
    {"UnknownOptimizer", "\"sgd\"", "\"sdg\"", ":18:8", "did you mean 'sgd'?"},
    {"ParameterOfAnotherOptimizer", "momentum = 0.8", "beta1 = 0.8", ":20:1",
     "unknown parameter of optimizer 'sgd' 'beta1'"},
    {"RateOfZero", "rate = 0.25", "rate = 0.0", ":19:8", "out of range"},
    {"RateIsNan", "rate = 0.25", "rate = nan", ":19:8", "out of range"},
    {"RateIsText", "rate = 0.25", "rate = \"fast\"", ":19:8", "must be a number"},
    {"UnknownSchedule", "\"step\"", "\"stepp\"", ":22:8", "did you mean 'step'?"},
    {"FractionalStep", "every_epochs = 2", "every_epochs = 2.5", ":23:16", "whole number"},
    {"UnknownTable", "[schedule]", "[shedule]", ":21:", "did you mean 'schedule'?"},
};

class TopologyError : public testing::TestWithParam<ErrorCase> {};

TEST_P(TopologyError, NamesPlaceAndRemedy) {
  const ErrorCase& c = GetParam();
  TempFolder folder;
  const std::string path = write_text(folder, replaced(kWithParameters, c.from, c.to));
  const std::string message = test::input_error_of([&] { parse_training(path); });
  test::expect_contains(message, path + c.place);
  test::expect_contains(message, c.message);
}

const ErrorCase kTopologyErrors[] = {
    {"UnknownParameter", "heads = 2", "haeds = 2", ":7:1", "did you mean 'heads'?"},
    {"ParameterOfAnother", "\"encoder\"", "\"mlp\"", ":8:1",
     "unknown key of [model] with topology 'mlp' 'dropout'"},
    {"OutOfRange", "heads = 2", "heads = 0", ":7:9", "allowed: 1 to 64"},
    {"Fraction", "width = 32", "width = 32.5", ":6:9", "whole number"},
    {"DropoutOfOne", "0.25", "1.0", ":8:11", "allowed: 0 to 0.9"},
    {"UnknownChoice", "\"mean\"", "\"max\"", ":9:11", "did you mean 'mean'?"},
    {"Text", "width = 32", "width = \"wide\"", ":6:9", "must be a number"},
};

INSTANTIATE_TEST_SUITE_P(Topology, TopologyError, testing::ValuesIn(kTopologyErrors),
                         [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(Errors, TrainingFileError, testing::ValuesIn(kErrors),
                         [](const auto& info) { return std::string(info.param.name); });

// What chooses an epoch or a rate by validation samples needs some.
TEST(TrainingFile, BestEpochAndPlateauNeedValidation) {
  TempFolder folder;
  const std::string none = replaced(kValid, "validation = 100\n", "");
  const std::string best = write_text(folder, replaced(none, "batch = 32", "keep = \"best\""));
  const std::string keep = test::input_error_of([&] { parse_training(best); });
  test::expect_contains(keep, best + ":14:8");
  test::expect_contains(keep, "needs 'validation'");
  const std::string falls = write_text(
      folder, replaced(none, "kind = \"step\"\nevery_epochs = 2\n", "kind = \"plateau\"\n"));
  const std::string schedule = test::input_error_of([&] { parse_training(falls); });
  test::expect_contains(schedule, falls + ":21:8");
  test::expect_contains(schedule, "schedule 'plateau' needs 'validation'");
}

TEST(TrainingFile, ThatDoesNotExistIsAnInputError) {
  test::expect_contains(test::input_error_of([] { parse_training("/none/plan.toml"); }),
                        "/none/plan.toml");
}

}  // namespace
}  // namespace imcbench
