// SPDX-License-Identifier: Apache-2.0
// Which command makes a model of the zoo.
#pragma once

#include <string>

namespace imcbench {

// "imcbench train suites/training/FILE.toml --variant NAME --seed 2 --out ...", of the shipped
// training file with the longest name that the model's begins with; an ending -no-X is --without.
// `model`: a name, or the path of a file. "" where no training file makes it.
std::string training_command(const std::string& model);

}  // namespace imcbench
