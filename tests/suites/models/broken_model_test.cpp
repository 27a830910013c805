// SPDX-License-Identifier: Apache-2.0
// Model files that must be refused, each with a message that names file and object.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "results/hdf5.h"
#include "suites/models/model_file.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::TempFolder;

// A model file in pieces, so that tests can break each.
struct RawLayer {
  std::string name, kind;
  std::map<std::string, std::uint32_t> settings;
  std::vector<std::size_t> weight_shape;
  std::vector<float> weight, bias;
  std::map<std::string, std::string> texts = {};  // input, other
  std::map<std::string, float> reals = {};
};

struct RawModel {
  std::string format = "imcbench-model";
  std::int32_t version = 1;
  std::vector<std::uint32_t> input = {4, 4, 2};
  std::uint32_t classes = 3;
  std::vector<float> mean = {0.0f}, std = {1.0f};
  std::vector<std::string> groups = {"00", "01", "02", "03"};
  std::vector<RawLayer> layers = {
      {"conv", "conv2d", {{"outputs", 5}, {"kernel", 3}, {"stride", 1}, {"pad", 1}}, {5, 2, 3, 3},
       std::vector<float>(90, 0.5f), std::vector<float>(5, 0.5f)},
      {"relu", "relu", {}, {}, {}, {}},
      {"pool", "max_pool2d", {{"size", 2}}, {}, {}, {}},
      {"fc", "linear", {{"outputs", 3}}, {3, 20}, std::vector<float>(60, 0.5f),
       std::vector<float>(3, 0.5f)}};
};

void write_raw(const RawModel& raw, const std::string& path) {
  H5File file = H5File::create(path);
  H5Group root = file.root();
  root.set_attribute("format", raw.format);
  root.set_attribute("schema_version", raw.version);
  root.set_attribute("name", "raw");
  root.set_attribute("summary", "");
  root.set_attribute("input", std::span<const std::uint32_t>(raw.input));
  root.set_attribute("classes", raw.classes);
  root.create_dataset<float>("mean", raw.mean, {raw.mean.size()});
  root.create_dataset<float>("std", raw.std, {raw.std.size()});
  H5Group layers = root.create_group("layers");
  for (std::size_t i = 0; i < raw.layers.size(); ++i) {
    const RawLayer& layer = raw.layers[i];
    H5Group group = layers.create_group(raw.groups[i]);
    group.set_attribute("name", layer.name);
    group.set_attribute("kind", layer.kind);
    for (const auto& [name, value] : layer.settings) group.set_attribute(name, value);
    for (const auto& [name, value] : layer.reals) group.set_attribute(name, value);
    for (const auto& [name, text] : layer.texts) group.set_attribute(name, text);
    if (layer.weight_shape.empty()) continue;
    group.create_dataset<float>("weight", layer.weight, layer.weight_shape);
    group.create_dataset<float>("bias", layer.bias, {layer.bias.size()});
  }
  file.close();
}

TEST(ModelFile, WithoutOriginIsReadAsMadeElsewhere) {
  TempFolder folder;
  const std::string path = (folder / "raw.h5").string();
  write_raw({}, path);
  const ModelFile model = load_model(path);
  EXPECT_EQ(model.network.layers.size(), 4u);
  EXPECT_EQ(model.network.layers[0].out, (Shape{4, 4, 5}));
  EXPECT_EQ(model.origin.dataset, "");
}

struct BrokenCase {
  const char* name;
  void (*edit)(RawModel&);
  const char *object, *message;
};

class BrokenModel : public testing::TestWithParam<BrokenCase> {};

TEST_P(BrokenModel, IsAnInputErrorThatNamesFileAndObject) {
  TempFolder folder;
  const std::string path = (folder / "broken.h5").string();
  RawModel raw;
  GetParam().edit(raw);
  write_raw(raw, path);
  const std::string message = test::input_error_of([&] { load_model(path); });
  test::expect_contains(message, path + ": " + GetParam().object);
  test::expect_contains(message, GetParam().message);
}

constexpr std::uint32_t kHuge = 4000000000u;

const BrokenCase kBroken[] = {
    {"OtherFormat", [](RawModel& m) { m.format = "imcbench-results"; }, "/", "not a model file"},
    {"LaterSchema", [](RawModel& m) { m.version = 2; }, "/",
     "schema version 2; this program reads 1"},
    {"TwoSides",
     [](RawModel& m) {
       m.input = {4, 4};
     },
     "/", "three sizes"},
    {"ZeroSide", [](RawModel& m) { m.input[0] = 0; }, "/", "'input' = [0, 4, 2]"},
    {"HugeInput",
     [](RawModel& m) {
       m.input = {65536, 65536, 1};
     },
     "/", "product of at most"},
    {"OneClass", [](RawModel& m) { m.classes = 1; }, "/", "'classes' = 1 is out of range"},
    {"ClassesDoNotMatch", [](RawModel& m) { m.classes = 10; }, "/layers",
     "3 outputs, but 'classes' is 10"},
    {"MeanPerChannelMissing", [](RawModel& m) { m.mean.resize(3); }, "/mean", "expected [1]"},
    {"StdOfZero", [](RawModel& m) { m.std[0] = 0.0f; }, "/std", "all must be positive"},
    {"MeanIsNan", [](RawModel& m) { m.mean[0] = NAN; }, "/mean", "all must be finite"},
    {"TakesAStepBehindTheLast",
     [](RawModel& m) {
       m.layers[1] = {"take", "take_steps", {{"first", 1}, {"stride", 2}, {"count", 3}}, {}, {}, {}};
     },
     "/layers/01", "'count' = 3 is out of range; allowed: 1 to 2"},
    {"GruWithoutUnits",
     [](RawModel& m) { m.layers[1] = {"gru", "gru", {{"units", 0}}, {}, {}, {}}; }, "/layers/01",
     "'units' = 0 is out of range"},
    {"LstmWithoutGates",
     [](RawModel& m) {
       m.layers[1] = {"lstm", "lstm", {{"units", 2}, {"projection", 0}, {"peepholes", 0}}, {}, {},
                      {}};
     },
     "/layers/01", "gates"},
    {"HalfAPeephole",
     [](RawModel& m) {
       m.layers[1] = {"lstm", "lstm", {{"units", 2}, {"projection", 0}, {"peepholes", 2}}, {}, {},
                      {}};
     },
     "/layers/01", "'peepholes' = 2 is out of range"},
    {"HugeLstm",
     [](RawModel& m) {
       m.layers[1] = {"lstm", "lstm", {{"units", 60000}, {"projection", 0}, {"peepholes", 0}}, {},
                      {}, {}};
     },
     "/layers/01", "a weight of"},
    {"NoLayers", [](RawModel& m) { m.layers.clear(); }, "/layers", "0 layers"},
    {"LayerLeftOut",
     [](RawModel& m) {
       m.groups = {"00", "01", "02", "04"};
     },
     "/layers/03", "missing"},
    {"UnknownKind", [](RawModel& m) { m.layers[2].kind = "maxpool2d"; }, "/layers/02",
     "did you mean 'max_pool2d'?"},
    {"NameTwice", [](RawModel& m) { m.layers[1].name = "conv"; }, "/layers/01", "is taken"},
    {"NameWithSlash", [](RawModel& m) { m.layers[1].name = "a/b"; }, "/layers/01", "'a/b'"},
    {"SettingMissing", [](RawModel& m) { m.layers[0].settings.erase("stride"); }, "/layers/00",
     "'stride'"},
    {"ZeroStride", [](RawModel& m) { m.layers[0].settings["stride"] = 0; }, "/layers/00",
     "'stride' = 0 is out of range"},
    {"KernelLargerThanInput", [](RawModel& m) { m.layers[0].settings["kernel"] = 9; }, "/layers/00",
     "kernel 9 is larger than its input 4 x 4 x 2"},
    {"KernelTallerThanInput",
     [](RawModel& m) {
       m.layers[0].settings.erase("kernel");
       m.layers[0].settings["kernel_height"] = 7;
       m.layers[0].settings["pad"] = 0;
       m.layers[0].settings["kernel_width"] = 1;
     },
     "/layers/00", "kernel 7 x 1 is larger than its input 4 x 4 x 2"},
    {"KernelWidthMissing",
     [](RawModel& m) {
       m.layers[0].settings.erase("kernel");
       m.layers[0].settings["kernel_height"] = 3;
     },
     "/layers/00", "'kernel_width'"},
    {"DepthwiseKernelLargerThanInput",
     [](RawModel& m) {
       m.layers[1].kind = "depthwise_conv2d";
       for (const char* name : {"pad_top", "pad_left", "pad_bottom", "pad_right"}) {
         m.layers[1].settings[name] = 0;
       }
       m.layers[1].settings["kernel_height"] = 7;
       m.layers[1].settings["kernel_width"] = m.layers[1].settings["stride"] = 1;
     },
     "/layers/01",
     "depthwise_conv2d does not fit its input 4 x 4 x 5: its kernel is larger than the input"},
    {"PadOfKernelSize", [](RawModel& m) { m.layers[0].settings["pad"] = 3; }, "/layers/00",
     "allowed: 0 to 2"},
    {"HugeOutputs", [](RawModel& m) { m.layers[3].settings["outputs"] = kHuge; }, "/layers/03",
     "out of range"},
    {"HugeWeight",
     [](RawModel& m) {
       m.layers = {m.layers[3]};
       m.input = {256, 256, 8};
       m.layers[0].settings["outputs"] = 65536;
     },
     "/layers/00", "a weight of"},
    {"PoolLargerThanMap", [](RawModel& m) { m.layers[2].settings["size"] = 5; }, "/layers/02",
     "allowed: 1 to 4"},
    {"ShapesDoNotChain", [](RawModel& m) { m.layers.erase(m.layers.begin() + 2); },
     "/layers/02/weight", "shape [3, 20]; expected [3, 80]"},
    {"WeightTransposed",
     [](RawModel& m) {
       m.layers[3].weight_shape = {20, 3};
     },
     "/layers/03/weight", "shape [20, 3]; expected [3, 20]"},
    {"WeightIsInfinite", [](RawModel& m) { m.layers[3].weight[7] = INFINITY; }, "/layers/03/weight",
     "value 7 is inf"},
    {"BiasIsNan", [](RawModel& m) { m.layers[0].bias[2] = NAN; }, "/layers/00/bias", "value 2"},
    {"InputOfALaterLayer", [](RawModel& m) { m.layers[1].texts["input"] = "pool"; }, "/layers/01",
     "attribute 'input' = 'pool' is no earlier layer"},
    {"InputNearAName", [](RawModel& m) { m.layers[2].texts["input"] = "rellu"; }, "/layers/02",
     "did you mean 'relu'?"},
    {"AddWithoutOther", [](RawModel& m) { m.layers[1].kind = "add"; }, "/layers/01", "'other'"},
    {"AddOfAnotherShape",
     [](RawModel& m) {
       m.layers[1].kind = "add";
       m.layers[1].texts["other"] = "/";
     },
     "/layers/01", "adds maps of 4 x 4 x 5 and 4 x 4 x 2"},
    {"OneSideOfThePadMissing",
     [](RawModel& m) {
       m.layers[0].settings.erase("pad");
       m.layers[0].settings["pad_top"] = 1;
     },
     "/layers/00", "'pad_left'"},
    {"HeadsDoNotDivideChannels",
     [](RawModel& m) {
       m.layers[1] = {"attention", "attention", {{"heads", 2}, {"causal", 0}}, {}, {}, {}};
       m.layers[1].reals = {{"scale", 0.0f}};
     },
     "/layers/01", "attention does not fit its input 4 x 4 x 5: its channels are queries"},
    {"CausalIsNoFlag",
     [](RawModel& m) {
       m.layers[1] = {"attention", "attention", {{"heads", 1}, {"causal", 2}}, {}, {}, {}};
     },
     "/layers/01", "'causal' = 2 is out of range; allowed: 0 to 1"},
    {"EpsilonBelowZero",
     [](RawModel& m) {
       m.layers[1] = {"norm", "layer_norm", {}, {}, {}, {}};
       m.layers[1].reals = {{"epsilon", -1.0f}};
     },
     "/layers/01", "'epsilon' = -1 is out of range"},
    {"GammaMissing",
     [](RawModel& m) {
       m.layers[1] = {"norm", "layer_norm", {}, {}, {}, {}};
       m.layers[1].reals = {{"epsilon", 1e-5f}};
     },
     "/layers/01", "gamma"},
    {"EmbeddingOfSeveralChannels",
     [](RawModel& m) {
       m.layers[1] = {"tokens", "embedding", {{"vocabulary", 9}, {"features", 4}}, {}, {}, {}};
     },
     "/layers/01", "it reads token numbers, one channel"},
    {"BiasTooShort", [](RawModel& m) { m.layers[0].bias.resize(4); }, "/layers/00/bias",
     "shape [4]; expected [5]"},
};

INSTANTIATE_TEST_SUITE_P(Files, BrokenModel, testing::ValuesIn(kBroken),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(ModelFile, CutShortOrChangedIsAnInputErrorThatNamesTheFile) {
  TempFolder folder;
  const std::string path = (folder / "whole.h5").string();
  write_raw({}, path);
  const test::Bytes whole = test::read_plain(path);
  for (const std::size_t kept : std::initializer_list<std::size_t>{
           0, 100, 512, whole.size() / 2, whole.size() - 1}) {
    test::write_plain(folder / "cut.h5", test::Bytes(whole.begin(), whole.begin() + kept));
    test::expect_contains(test::input_error_of([&] { load_model((folder / "cut.h5").string()); }),
                          "cut.h5");
  }
  for (std::size_t at = 600; at < whole.size(); at += 97) {
    test::Bytes changed = whole;
    changed[at] ^= 0x10;
    test::write_plain(folder / "changed.h5", changed);
    test::expect_contains(
        test::input_error_of([&] { load_model((folder / "changed.h5").string()); }), "changed.h5");
  }
}

TEST(ModelFile, ThatIsNoHdf5OrNotThereIsAnInputError) {
  TempFolder folder;
  test::write_plain(folder / "text.h5", {'h', 'e', 'l', 'l', 'o'});
  test::expect_contains(test::input_error_of([&] { load_model((folder / "text.h5").string()); }),
                        "text.h5");
  test::expect_contains(test::input_error_of([] { load_model("/none/model.h5"); }),
                        "/none/model.h5");
}

}  // namespace
}  // namespace imcbench
