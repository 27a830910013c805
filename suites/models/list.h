// SPDX-License-Identifier: Apache-2.0
// THE LIST of network topologies. A new one is a file in this folder and one record in list.cpp:
// training files, `imcbench list topologies`, `imcbench describe` and tests follow from it.
#pragma once

#include <span>
#include <string_view>

#include "suites/models/topology.h"

namespace imcbench {

struct ModelInfo {
  const char* name;
  const char* summary;  // one sentence
  std::span<const ParamInfo> params;
  // An untrained network, weights and biases zero. InputError when task or parameters do not fit.
  Network (*build)(const ModelTask& task, const ParamValues& params);
};

std::span<const ModelInfo> model_list();

// InputError "<place>: unknown model 'x'; ..." if there is none of that name.
const ModelInfo& find_topology(std::string_view name, std::string_view place);

// With the defaults of all parameters.
Network build_default(const ModelInfo& model, const ModelTask& task);

}  // namespace imcbench
