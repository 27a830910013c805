// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/list.h"

namespace imcbench {

bool two_inputs(const DigitalOp& op) {
  return std::visit([]<class Op>(const Op&) { return kTwoInputs<Op>; }, op);
}

std::string Layer::kind() const {
  if (const ProductLayer* layer = product()) return layer->kind();
  return std::visit([](const auto& op) { return std::string(op.kind); }, *digital());
}

}  // namespace imcbench
