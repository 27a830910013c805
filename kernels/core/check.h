// SPDX-License-Identifier: Apache-2.0
// Errors a user can cause, and conditions only a bug can break.
//
//   InputError   what the user gave is wrong. The program prints the message and exits with code 2.
//                Message form: <place>: <problem>; <allowed range or nearest valid name>.
//   IMC_EXPECT   a precondition between our own functions; throws std::logic_error, always on (used
//                outside inner loops only).
#pragma once

#include <fmt/format.h>

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace imcbench {

class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws InputError with a formatted message.
template <class... Args>
[[noreturn]] void input_error(fmt::format_string<Args...> format, Args&&... args) {
  throw InputError(fmt::format(format, std::forward<Args>(args)...));
}

// The candidate with the smallest edit distance to `name`, or "" if none is near enough to suggest.
std::string nearest_name(std::string_view name, std::span<const std::string> candidates);

// "; did you mean 'x'?" when some candidate is near, else "; valid: a, b, c" (at most 12 named).
std::string suggestion(std::string_view name, std::span<const std::string> candidates);

[[noreturn]] void expectation_failed(const char* condition, const char* file, int line);

}  // namespace imcbench

#define IMC_EXPECT(condition)                                                              \
  do {                                                                                     \
    if (!(condition)) ::imcbench::expectation_failed(#condition, __FILE__, __LINE__); \
  } while (false)
