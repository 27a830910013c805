// SPDX-License-Identifier: Apache-2.0
// ResNet-20 for small images (He et al., arXiv:1512.03385, section 4.2): a 3 x 3 convolution, three
// stages of three blocks with 16, 32 and 64 channels, shortcuts without parameters, mean over the
// map, one linear layer. batch_norm behind every convolution while it is trained.
#pragma once

#include "kernels/network/network.h"

namespace imcbench {

Network make_resnet20(Shape input, std::uint32_t classes);

}  // namespace imcbench
