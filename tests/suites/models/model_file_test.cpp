// SPDX-License-Identifier: Apache-2.0
#include "suites/models/model_file.h"

#include <gtest/gtest.h>

#include "results/hdf5.h"
#include "suites/models/list.h"
#include "tests/datasets/support.h"
#include "tests/suites/models/default_network.h"
#include "tests/layers/layer_cases.h"
#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

using test::TempFolder;

void expect_equal(const Network& a, const Network& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.input, b.input);
  EXPECT_EQ(a.classes, b.classes);
  EXPECT_EQ(a.mean, b.mean);
  EXPECT_EQ(a.std, b.std);
  ASSERT_EQ(a.layers.size(), b.layers.size());
  for (std::size_t i = 0; i < a.layers.size(); ++i) {
    EXPECT_EQ(a.layers[i].name, b.layers[i].name);
    EXPECT_EQ(a.layers[i].kind(), b.layers[i].kind());
    EXPECT_EQ(a.layers[i].in, b.layers[i].in);
    EXPECT_EQ(a.layers[i].out, b.layers[i].out);
    EXPECT_EQ(a.layers[i].input, b.layers[i].input);
    EXPECT_EQ(a.layers[i].other, b.layers[i].other);
    EXPECT_EQ(a.layers[i].parameters, b.layers[i].parameters);
    const auto p = a.layers[i].products(), q = b.layers[i].products();
    ASSERT_EQ(p.size(), q.size());
    for (std::size_t n = 0; n < p.size(); ++n) {
      EXPECT_EQ(p[n].weight, q[n].weight);
      EXPECT_EQ(p[n].bias, q[n].bias);
      EXPECT_EQ(p[n].kernel_height, q[n].kernel_height);
      EXPECT_EQ(p[n].kernel_width, q[n].kernel_width);
      EXPECT_EQ(p[n].stride, q[n].stride);
      EXPECT_EQ(p[n].geometry.pad, q[n].geometry.pad);
      EXPECT_EQ(p[n].input_range, q[n].input_range);
      EXPECT_EQ(p[n].energy_coefficient, q[n].energy_coefficient);
    }
    const RecurrentLayer *r = a.layers[i].recurrent(), *o = b.layers[i].recurrent();
    ASSERT_EQ(r == nullptr, o == nullptr);
    if (r != nullptr) {
      EXPECT_EQ(r->parameters, o->parameters);
    }
  }
  EXPECT_EQ(content_sha256(a), content_sha256(b));
}

TEST(ModelFile, EveryLayerKindAndTopologySurvivesTheRoundTrip) {
  TempFolder folder;
  std::vector<Network> networks;
  for (const auto& c : test::layer_cases()) networks.push_back(c.network);
  for (const ModelInfo& model : model_list()) networks.push_back(test::default_network(model));
  for (Network& network : networks) {
    if (network.classes < 2) continue;
    if (network.name.empty()) network.name = "case";
    test::randomize(network);
    network.mean = {0.25f};
    network.std = {0.5f};
    for (Layer& layer : network.layers) {
      for (ProductLayer& product : layer.products()) {
        product.input_range = 0.75f;
        product.energy_coefficient = {0.5f};
        if (product.geometry.outputs % 2 == 0) {
          product.energy_coefficient.assign(product.geometry.outputs, 2.0f);
          product.energy_coefficient.back() = 3.0f;
        }
      }
    }
    const std::string path = (folder / "model.h5").string();
    save_model({network, "A sentence.", {}}, path);
    expect_equal(load_model(path).network, network);
  }
}

TEST(ModelFile, RefusesEnergyCoefficientsThatNoChipHas) {
  TempFolder folder;
  const std::string path = (folder / "model.h5").string();
  for (const float rho : {0.0f, -1.0f, 1e6f}) {
    Network network = test::default_network(find_topology("mlp", "test"));
    for (Layer& layer : network.layers) {
      for (ProductLayer& product : layer.products()) product.energy_coefficient = {rho};
    }
    save_model({network, "", {}}, path);
    test::expect_contains(test::input_error_of([&] { load_model(path); }), "energy_coefficient");
  }
}

TEST(ModelFile, KeepsOriginAndSummary) {
  TempFolder folder;
  const std::string path = (folder / "model.h5").string();
  ModelFile model{test::default_network(find_topology("lenet", "test")), "Two words.", {}};
  model.origin = {"glyphs", "abc", 7,     "seed = 7\n", "imcbench train x",     "1.2",       "0123",
                  "adam",   20,    0.915, 0.25,         "2026-01-02T03:04:05Z", "elsewhere", "MIT",
                  "validation"};
  save_model(model, path);
  const ModelFile found = load_model(path);
  EXPECT_EQ(found.summary, "Two words.");
  EXPECT_EQ(found.origin.dataset, "glyphs");
  EXPECT_EQ(found.origin.dataset_sha256, "abc");
  EXPECT_EQ(found.origin.seed, 7u);
  EXPECT_EQ(found.origin.training_text, "seed = 7\n");
  EXPECT_EQ(found.origin.command, "imcbench train x");
  EXPECT_EQ(found.origin.program_version, "1.2");
  EXPECT_EQ(found.origin.git_sha, "0123");
  EXPECT_EQ(found.origin.optimizer, "adam");
  EXPECT_EQ(found.origin.epochs, 20u);
  EXPECT_EQ(found.origin.test_accuracy, 0.915);
  EXPECT_EQ(found.origin.test_loss, 0.25);
  EXPECT_EQ(found.origin.created_utc, "2026-01-02T03:04:05Z");
  EXPECT_EQ(found.origin.source, "elsewhere");
  EXPECT_EQ(found.origin.licence, "MIT");
  EXPECT_EQ(found.origin.test_split, "validation");
}

TEST(ModelFile, EqualModelsGiveEqualBytes) {
  TempFolder folder;
  const ModelFile model{test::default_network(find_topology("lenet", "test")), "", {}};
  save_model(model, (folder / "a.h5").string());
  save_model(model, (folder / "b.h5").string());
  EXPECT_EQ(test::read_plain(folder / "a.h5"), test::read_plain(folder / "b.h5"));
}

TEST(ModelFile, ContentHashSeesEveryPart) {
  const Network base = test::whole_network().network;
  std::vector<Network> others(6, base);
  others[0].layers[0].product()->weight[1] = 1.0f;
  others[1].layers[0].product()->bias[1] = 1.0f;
  others[2].mean = {0.1f};
  others[3].layers[1].name = "other";
  others[4].classes = 4;
  others[5].layers[0].product()->input_range = 1.0f;
  for (const Network& other : others) EXPECT_NE(content_sha256(other), content_sha256(base));
}

TEST(ModelFile, ContentHashSeesTheSidesOfTheKernel) {
  Network tall, wide;
  tall.input = wide.input = {5, 5, 2};
  append_product(tall, "conv", make_conv2d(tall.input, 3, {3, 1}, 4, Padding{}));
  append_product(wide, "conv", make_conv2d(wide.input, 3, {1, 3}, 4, Padding{}));
  EXPECT_NE(content_sha256(tall), content_sha256(wide));
}

TEST(ModelFile, ContentHashSeesEveryPartOfARecurrentLayer) {
  const Network base = test::recurrent_network().network;
  std::vector<Network> others(5, base);
  others[0].layers[0].recurrent()->products[1].weight[1] = 1.0f;
  others[1].layers[0].recurrent()->products[1].bias[1] = 1.0f;
  others[2].layers[1].recurrent()->parameters[1] = 1.0f;
  others[3].layers[1].recurrent()->products[0].input_range = 1.0f;
  std::get<TakeSteps>(std::get<DigitalOp>(others[4].layers[2].op)).first = 0;
  for (const Network& other : others) EXPECT_NE(content_sha256(other), content_sha256(base));
}

TEST(ModelFile, StoresThePartsOfARecurrentLayer) {
  TempFolder folder;
  const std::string path = (folder / "model.h5").string();
  Network net = test::recurrent_network().network;
  test::randomize(net);
  save_model({net, "", {}}, path);
  const H5File file = H5File::open(path, H5Seal::required);
  const H5Group lstm = file.root().group("layers").group("01");
  EXPECT_EQ(lstm.attribute<std::uint32_t>("units"), 17u);
  EXPECT_EQ(lstm.group("gates").dataset("weight").shape(), (std::vector<std::size_t>{68, 16}));
  EXPECT_EQ(lstm.group("projection").dataset("weight").shape(),
            (std::vector<std::size_t>{7, 17}));
  EXPECT_FALSE(lstm.group("projection").has("bias"));
  const RecurrentLayer& layer = *net.layers[1].recurrent();
  const std::vector<float> weight = lstm.group("gates").dataset("weight").read<float>();
  EXPECT_EQ(weight[3 * 16 + 5], layer.products[0].weight[5 * layer.products[0].ld() + 3]);
  EXPECT_EQ(lstm.dataset("peepholes").read<float>(), layer.parameters);
}

TEST(ModelFile, ContentHashSeesWhatALayerReads) {
  const Network base = test::residual_network().network;
  Network other = base;
  other.layers[3].other = 1;
  EXPECT_NE(content_sha256(other), content_sha256(base));
}

// Results name their model by this hash: the hashes of files made before must stay.
TEST(ModelFile, ContentHashOfAChainIsTheOneOfTheZoo) {
  EXPECT_EQ(content_sha256(load_model(find_model("lenet-fashion-mnist")).network),
            "f101d873236c9e7726ba5be30e2a768796be4cc9242898031c756299befa377f");
  EXPECT_EQ(content_sha256(load_model(find_model("mlp-fashion-mnist")).network),
            "1cedb26670dd1e90502ab3652745fd4022770c7d6df443d3d23356ead92dce32");
}

// The weight layouts of the field: [out][in][kh][kw] and [out][in].
TEST(ModelFile, StoresWeightsInTheStandardLayout) {
  TempFolder folder;
  const std::string path = (folder / "model.h5").string();
  Network net = test::whole_network().network;
  const auto reference = test::randomize(net);
  save_model({net, "", {}}, path);
  const H5File file = H5File::open(path, H5Seal::required);
  const H5Group layers = file.root().group("layers");
  const H5Dataset conv = layers.group("03").dataset("weight");
  EXPECT_EQ(conv.shape(), (std::vector<std::size_t>{17, 5, 3, 3}));
  EXPECT_EQ(test::to_doubles(conv.read<float>()), reference[3].weight);
  const H5Dataset linear = layers.group("08").dataset("weight");
  EXPECT_EQ(linear.shape(), (std::vector<std::size_t>{3, 20}));
  EXPECT_EQ(test::to_doubles(linear.read<float>()), reference[8].weight);
}

TEST(ModelFile, SavedWhereThereIsNoFolderIsAnInputError) {
  TempFolder folder;
  test::expect_contains(
      test::input_error_of([&] {
        save_model({test::default_network(find_topology("lenet", "test")), "", {}},
                   (folder / "none/model.h5").string());
      }),
      "none");
}

}  // namespace
}  // namespace imcbench
