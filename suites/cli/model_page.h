// SPDX-License-Identifier: Apache-2.0
// What `imcbench describe` says of a model.
#pragma once

#include <string>

#include "suites/models/model_file.h"

namespace imcbench {

std::string model_page(const std::string& name, const ModelFile& model);

}  // namespace imcbench
