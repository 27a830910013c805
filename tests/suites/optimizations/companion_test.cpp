// SPDX-License-Identifier: Apache-2.0
// A trained companion takes the network's place, or says what is missing or does not fit.
#include <gtest/gtest.h>

#include "kernels/core/check.h"
#include "suites/models/model_file.h"
#include "suites/optimizations/optimize.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

class Companion : public testing::Test {
 protected:
  static Network network(float weight, std::uint32_t classes = 2) {
    Network network;
    network.name = "small";
    network.input = {1, 1, 3};
    network.classes = classes;
    append_product(network, "fc", make_linear(network.input, classes));
    network.layers.front().product()->weight[0] = weight;
    return network;
  }
  std::string path(const std::string& name) const { return (folder_ / (name + ".h5")).string(); }
  void save(const Network& network, const std::string& name) const {
    save_model({network, "", {}}, path(name));
  }
  // What optimize() does to a network of weight 1; its message when that is an error.
  Network hwa() const {
    Network result = network(1.0f);
    optimize(result, *find_optimization("hwa"), {}, path("small"));
    return result;
  }
  std::string error() const {
    try {
      hwa();
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  test::TempFolder folder_;
};

TEST_F(Companion, takes_the_place_of_the_network) {
  save(network(2.0f), "small-hwa");
  EXPECT_EQ(hwa().layers.front().product()->weight[0], 2.0f);
}

TEST_F(Companion, that_is_missing_names_the_training_that_makes_it) {
  EXPECT_EQ(error(), "optimization 'hwa': there is no model '" + path("small-hwa") +
                         "'; it is made beforehand: imcbench train "
                         "suites/training/small-hwa.toml --out " +
                         path("small-hwa"));
}

TEST_F(Companion, must_have_the_same_classes_and_normalization) {
  save(network(2.0f, 3), "small-hwa");
  EXPECT_NE(error().find("inputs or classes differ"), std::string::npos) << error();
  Network other = network(2.0f);
  other.mean = {0.5f};
  save(other, "small-hwa");
  EXPECT_NE(error().find("normalizes its inputs otherwise"), std::string::npos) << error();
}

TEST(WithEnding, keeps_the_extension_of_a_file) {
  EXPECT_EQ(with_ending("mlp-mnist", "-hwa"), "mlp-mnist-hwa");
  EXPECT_EQ(with_ending("a/b.h5", "-hwa"), "a/b-hwa.h5");
}

}  // namespace
}  // namespace imcbench
