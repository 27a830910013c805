// SPDX-License-Identifier: Apache-2.0
// Writes float16 arrays, which results/hdf5.h only reads.
#pragma once

#include <hdf5.h>

#include <filesystem>
#include <string>
#include <vector>

namespace imcbench::test {

// A plain HDF5 file of another program, written with the C API.
class H5Sample {
 public:
  explicit H5Sample(const std::filesystem::path& path)
      : file_(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)) {}
  ~H5Sample() { H5Fclose(file_); }
  H5Sample(const H5Sample&) = delete;
  H5Sample& operator=(const H5Sample&) = delete;

  void half(const char* name, const std::vector<float>& values, std::vector<hsize_t> shape) {
    const hid_t type = H5Tcopy(H5T_IEEE_F32LE);
    H5Tset_fields(type, 15, 10, 5, 0, 10);
    H5Tset_size(type, 2);
    H5Tset_ebias(type, 15);
    put(name, type, H5T_NATIVE_FLOAT, values.data(), shape);
    H5Tclose(type);
  }
  void bytes(const char* name, const std::vector<std::uint8_t>& values) {
    put(name, H5T_STD_U8LE, H5T_NATIVE_UINT8, values.data(), {values.size()});
  }
  void codes(const char* name, const std::vector<std::int8_t>& values,
             std::vector<hsize_t> shape) {
    put(name, H5T_STD_I8LE, H5T_NATIVE_INT8, values.data(), shape);
  }
  void integers(const char* name, const std::vector<std::int32_t>& values) {
    put(name, H5T_STD_I32LE, H5T_NATIVE_INT32, values.data(), {values.size()});
  }
  void attribute(const char* name, float value) {
    attach(name, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, &value);
  }
  void attribute(const char* name, std::int32_t value) {
    attach(name, H5T_STD_I32LE, H5T_NATIVE_INT32, &value);
  }
  void attribute(const char* name, const std::string& text) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, text.size());
    attach(name, type, type, text.data());
    H5Tclose(type);
  }

 private:
  void put(const char* name, hid_t stored, hid_t memory, const void* values,
           const std::vector<hsize_t>& shape) {
    const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
    const hid_t set =
        H5Dcreate2(file_, name, stored, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    H5Dwrite(set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
    H5Dclose(set);
    H5Sclose(space);
  }
  void attach(const char* name, hid_t stored, hid_t memory, const void* value) {
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t attribute = H5Acreate2(file_, name, stored, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, memory, value);
    H5Aclose(attribute);
    H5Sclose(space);
  }
  hid_t file_;
};

}  // namespace imcbench::test
