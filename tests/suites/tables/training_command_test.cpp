// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/training_command.h"

#include <gtest/gtest.h>

namespace imcbench {
namespace {

TEST(TrainingCommand, IsOfTheFileWithTheLongestName) {
  const std::string train = "imcbench train suites/training/", zoo = " --out suites/models/zoo/";
  const auto is = [&](const std::string& model, const std::string& command) {
    EXPECT_EQ(training_command(model), train + command + zoo + model + ".h5");
  };
  is("lenet-mnist", "lenet-mnist.toml");
  is("lenet-fashion-mnist-device", "lenet-fashion-mnist-device.toml");
  is("lenet-fashion-mnist-device-s3", "lenet-fashion-mnist-device.toml --seed 3");
  is("lenet-fashion-mnist-device-pool-16", "lenet-fashion-mnist-device.toml --variant pool-16");
  is("lenet-fashion-mnist-device-no-noise", "lenet-fashion-mnist-device.toml --variant no-noise");
  is("lenet-fashion-mnist-device-energy-price-low-s2",
     "lenet-fashion-mnist-device-energy.toml --variant price-low --seed 2");
  is("encoder-digits-hwa-no-analog-forward",
     "encoder-digits-hwa.toml --without analog_forward");
}

TEST(TrainingCommand, OfAFileAndOfNone) {
  EXPECT_EQ(training_command("my/lenet-mnist.h5"),
            "imcbench train suites/training/lenet-mnist.toml --out my/lenet-mnist.h5");
  EXPECT_EQ(training_command("absent"), "");
  EXPECT_EQ(training_command("lenet-mnis"), "");
  EXPECT_EQ(training_command("lenet-mnist-other"), "");
}

}  // namespace
}  // namespace imcbench
