// SPDX-License-Identifier: Apache-2.0
// HDF5 files: groups, attributes and typed arrays. Every failure is an InputError that names the
// file and the object. A file is written in memory and stored by close() in one piece with its seal
// (results/seal.h), so equal content gives equal bytes and a full disk is reported like any other
// error. Values are row-major; a read asks for exactly the stored type, nothing is converted.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace imcbench {

enum class H5Type { int8, uint8, int32, uint32, int64, uint64, float32, float64 };

template <class T>
concept H5Scalar = std::same_as<T, std::int8_t> || std::same_as<T, std::uint8_t> ||
    std::same_as<T, std::int32_t> || std::same_as<T, std::uint32_t> ||
    std::same_as<T, std::int64_t> || std::same_as<T, std::uint64_t> || std::same_as<T, float> ||
    std::same_as<T, double>;

template <H5Scalar T>
constexpr H5Type h5_type() {
  if constexpr (std::floating_point<T>) return sizeof(T) == 4 ? H5Type::float32 : H5Type::float64;
  if constexpr (sizeof(T) == 1) return std::is_signed_v<T> ? H5Type::int8 : H5Type::uint8;
  if constexpr (sizeof(T) == 4) return std::is_signed_v<T> ? H5Type::int32 : H5Type::uint32;
  return std::is_signed_v<T> ? H5Type::int64 : H5Type::uint64;
}

// "uint32", "float64", ...: the names used in messages and in the schema.
const char* h5_type_name(H5Type type);

// Owns one identifier of the HDF5 library.
class H5Handle {
 public:
  using Close = int (*)(std::int64_t);
  H5Handle() = default;
  H5Handle(std::int64_t id, Close close) : id_(id), close_(close) {}
  H5Handle(H5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  H5Handle& operator=(H5Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~H5Handle();
  std::int64_t id() const { return id_; }

 private:
  std::int64_t id_ = -1;
  Close close_ = nullptr;
};

// What groups and datasets share: a place in a file, and attributes.
class H5Object {
 public:
  const std::string& place() const { return place_; }  // "run.h5: /scenarios/0000"

  std::vector<std::string> attribute_names() const;  // sorted
  bool has_attribute(const std::string& name) const;
  std::string attribute_type(const std::string& name) const;  // "string", "uint32", ...

  void set_attribute(const std::string& name, std::string_view text);
  template <H5Scalar T>
  void set_attribute(const std::string& name, T value) {
    write_attribute(name, h5_type<T>(), &value, nullptr);
  }
  template <H5Scalar T>
  void set_attribute(const std::string& name, std::span<const T> values) {
    const std::size_t count = values.size();
    write_attribute(name, h5_type<T>(), values.data(), &count);
  }

  std::string string_attribute(const std::string& name) const;
  template <H5Scalar T>
  T attribute(const std::string& name) const {
    T value{};
    read_attribute(name, h5_type<T>(), &value);
    return value;
  }
  // A scalar or 1-D attribute of any integer type.
  std::vector<std::int64_t> integers_attribute(const std::string& name) const;

 protected:
  H5Object(H5Handle handle, std::string place)
      : handle_(std::move(handle)), place_(std::move(place)) {}
  std::int64_t id() const { return handle_.id(); }

 private:
  H5Handle open_attribute(const std::string& name) const;
  // `count` is null for a scalar.
  void write_attribute(const std::string& name, H5Type type, const void* values,
                       const std::size_t* count);
  void read_attribute(const std::string& name, H5Type type, void* value) const;

  H5Handle handle_;
  std::string place_;
};

class H5Dataset : public H5Object {
 public:
  const std::vector<std::size_t>& shape() const { return shape_; }
  std::size_t element_count() const;
  std::string type() const;
  // Row-major; InputError when the stored type is not T.
  template <H5Scalar T>
  std::vector<T> read() const {
    check_readable(h5_type<T>(), sizeof(T));
    std::vector<T> values(element_count());
    read_into(h5_type<T>(), values.data());
    return values;
  }
  // float16 as floats, exactly.
  std::vector<float> read_half() const;

 private:
  friend class H5Group;
  H5Dataset(H5Handle handle, std::string place);
  void check_readable(H5Type type, std::size_t element_bytes) const;
  void check_stored(std::size_t element_bytes) const;
  void read_into(H5Type type, void* values) const;

  std::vector<std::size_t> shape_;
};

enum class H5Storage { plain, compressed };  // compressed: chunks, byte shuffle, deflate

// Names are those of direct children: no '/'. A group must not outlive its file.
class H5Group : public H5Object {
 public:
  std::vector<std::string> children() const;  // sorted
  bool has(const std::string& name) const;
  H5Group group(const std::string& name) const;
  H5Dataset dataset(const std::string& name) const;

  H5Group create_group(const std::string& name);
  template <H5Scalar T>
  H5Dataset create_dataset(const std::string& name, std::span<const T> values,
                           const std::vector<std::size_t>& shape,
                           H5Storage storage = H5Storage::plain) {
    return write_dataset(name, h5_type<T>(), values.data(), values.size(), shape, storage);
  }

 private:
  friend class H5File;
  using H5Object::H5Object;
  std::string place_of(const std::string& name) const;
  void expect_child(const std::string& name) const;
  H5Dataset write_dataset(const std::string& name, H5Type type, const void* values,
                          std::size_t count, const std::vector<std::size_t>& shape,
                          H5Storage storage);
};

// required: only a file that H5File wrote, intact. if_present: also files of other programs, where
// damage is found only as far as the HDF5 library finds it.
enum class H5Seal { required, if_present };

class H5File {
 public:
  static H5File open(const std::string& path, H5Seal seal);
  // A file of another program that is in memory already; `name` is for messages.
  static H5File open_bytes(std::span<const std::uint8_t> bytes, const std::string& name);
  static H5File create(const std::string& path);
  H5Group root() const;
  // Stores a created file. Without it nothing is written.
  void close();

 private:
  H5File(H5Handle handle, std::string path) : handle_(std::move(handle)), path_(std::move(path)) {}
  H5Handle handle_;
  std::string path_;
};

}  // namespace imcbench
