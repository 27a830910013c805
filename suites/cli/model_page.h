// SPDX-License-Identifier: Apache-2.0
// What `imcbench describe` says of a model.
#pragma once

#include <string>

#include "suites/models/model_file.h"

namespace imcbench {

// Analog coverage: how much of a network is on tiles, what is digital, and why. Lines.
std::string coverage_text(const Network& network);

std::string model_page(const std::string& name, const ModelFile& model);

}  // namespace imcbench
