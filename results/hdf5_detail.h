// SPDX-License-Identifier: Apache-2.0
// Shared by the two files that call the HDF5 C API.
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "results/hdf5.h"

namespace imcbench::h5 {

static_assert(std::is_same_v<hid_t, std::int64_t>, "H5Handle stores identifiers as int64_t");

// Stops the HDF5 library from printing its error stack while in scope.
class Quiet {
 public:
  Quiet();
  ~Quiet();
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

// Throws InputError "<place>: cannot <verb>: <innermost reason the library gives>".
[[noreturn]] void fail(std::string_view place, std::string_view verb);

// Returns `result`, or fails when it is negative.
template <class Result>
Result check(Result result, std::string_view place, std::string_view verb) {
  if (result < 0) fail(place, verb);
  return result;
}

H5Handle dataspace_id(hid_t id);
H5Handle datatype_id(hid_t id);
H5Handle property_list(hid_t kind);

hid_t stored_type(H5Type type);  // little-endian in the file
hid_t memory_type(H5Type type);
// "uint32", "string", ...: what is stored.
std::string describe_type(hid_t type);
void expect_type(hid_t stored, H5Type wanted, std::string_view place);

}  // namespace imcbench::h5
