// SPDX-License-Identifier: Apache-2.0
// THE LIST of network topologies. A new one is a file in this folder and one record in list.cpp.
#pragma once

#include <span>
#include <string_view>

#include "kernels/network/network.h"

namespace imcbench {

struct ModelInfo {
  const char* name;
  const char* summary;  // one sentence
  // An untrained network, weights and biases zero; InputError when the input is too small.
  Network (*build)(Shape input, std::uint32_t classes);
};

std::span<const ModelInfo> model_list();

// InputError "<place>: unknown model 'x'; ..." if there is none of that name.
const ModelInfo& find_topology(std::string_view name, std::string_view place);

}  // namespace imcbench
