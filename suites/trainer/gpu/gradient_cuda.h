// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "suites/trainer/batch_gradient.h"

namespace imcbench {

// Gradients on CUDA device `device`. InputError when the program was built without CUDA, no such
// device is visible, or the job does not fit.
std::unique_ptr<BatchGradient> cuda_gradient(const GradientJob& job, int device);

// The device, for messages; the same errors.
std::string cuda_description(int device);

}  // namespace imcbench
