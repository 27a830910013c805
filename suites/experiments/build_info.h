// SPDX-License-Identifier: Apache-2.0
// Which program this is, for provenance and --version.
#pragma once

#include <string>

namespace imcbench {

std::string program_version();
std::string program_git_sha();
// Compiler, build type, CUDA version or "none".
std::string build_description();

}  // namespace imcbench
