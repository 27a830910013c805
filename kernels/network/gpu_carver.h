// SPDX-License-Identifier: Apache-2.0
// Lays arrays out in one piece of device memory, or with a null base only counts.
#pragma once

#include <cstddef>

namespace imcbench {

class Carver {
 public:
  explicit Carver(std::byte* base) : base_(base) {}
  // Room for `count` of T, at a multiple of 256 bytes.
  template <class T>
  T* take(std::size_t count) {
    used_ = (used_ + 255) / 256 * 256;
    T* at = base_ == nullptr ? nullptr : reinterpret_cast<T*>(base_ + used_);
    used_ += count * sizeof(T);
    return at;
  }
  std::size_t used() const { return used_; }

 private:
  std::byte* base_;
  std::size_t used_ = 0;
};

}  // namespace imcbench
