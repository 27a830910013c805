// SPDX-License-Identifier: Apache-2.0
// A nonideality bound at its defaults, some of them changed.
#pragma once

#include <initializer_list>
#include <utility>

#include "kernels/nonidealities/list.h"

namespace imcbench::testing_nonideality {

inline constexpr TileContext kContext{512, 64, 25.0f, 3600.0};

template <class F>
F bound(std::initializer_list<std::pair<const char*, double>> changes = {},
        const TileContext& context = kContext) {
  ParamValues values = ParamValues::defaults(F::params);
  for (const auto& [name, value] : changes) values.set(name, value);
  return F::bind(values, context);
}

// The law of a kind at its defaults, some of them changed.
template <class F, class Subject>
Law law_of(const Subject& subject,
           std::initializer_list<std::pair<const char*, double>> changes = {},
           const TileContext& context = kContext) {
  ParamValues values = ParamValues::defaults(F::params);
  for (const auto& [name, value] : changes) values.set(name, value);
  return F::law(values, context, subject);
}

// Half a unit in the third significant digit of a printed table value: "to 3 digits".
inline double third_digit(double value) {
  double unit = 1.0;
  while (unit > value) unit /= 10.0;
  while (unit * 10.0 <= value) unit *= 10.0;
  return unit / 100.0 * 0.5;
}

}  // namespace imcbench::testing_nonideality
