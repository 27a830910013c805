// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace imcbench {

// Memory a new allocation could have now (MemAvailable); 0 if the system does not say.
std::size_t available_memory_bytes();

// Memory the process occupies now (VmRSS); 0 if the system does not say.
std::size_t resident_memory_bytes();

// "1.5 GiB"
std::string human_bytes(std::size_t bytes);

}  // namespace imcbench
