// SPDX-License-Identifier: Apache-2.0
// Attributes, and what every call of the HDF5 C API needs.
#include <algorithm>
#include <array>
#include <limits>

#include "kernels/core/check.h"
#include "results/hdf5_detail.h"

namespace imcbench {

namespace h5 {

namespace {

struct TypeRecord {
  const char* name;
  hid_t stored;
  hid_t memory;
};

// In the order of H5Type. The H5T_ names are variables of the library, set when it starts.
TypeRecord type_record(H5Type type) {
  const std::array<TypeRecord, 8> records = {{
      {"int8", H5T_STD_I8LE, H5T_NATIVE_INT8},
      {"uint8", H5T_STD_U8LE, H5T_NATIVE_UINT8},
      {"int32", H5T_STD_I32LE, H5T_NATIVE_INT32},
      {"uint32", H5T_STD_U32LE, H5T_NATIVE_UINT32},
      {"int64", H5T_STD_I64LE, H5T_NATIVE_INT64},
      {"uint64", H5T_STD_U64LE, H5T_NATIVE_UINT64},
      {"float32", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT},
      {"float64", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE},
  }};
  return records.at(static_cast<std::size_t>(type));
}

herr_t keep_first(unsigned, const H5E_error2_t* error, void* text) {
  auto& reason = *static_cast<std::string*>(text);
  if (reason.empty() && error->desc != nullptr) reason = error->desc;
  return 0;
}

}  // namespace

Quiet::Quiet() {
  H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Quiet::~Quiet() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

void fail(std::string_view place, std::string_view verb) {
  std::string reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &reason);  // the innermost error comes first
  input_error("{}: cannot {}: {}", place, verb, reason.empty() ? "HDF5 gives no reason" : reason);
}

H5Handle dataspace_id(hid_t id) { return H5Handle(check(id, "HDF5", "make a shape"), H5Sclose); }

H5Handle datatype_id(hid_t id) { return H5Handle(check(id, "HDF5", "make a type"), H5Tclose); }

H5Handle property_list(hid_t kind) {
  return H5Handle(check(H5Pcreate(kind), "HDF5", "make a property list"), H5Pclose);
}

hid_t stored_type(H5Type type) { return type_record(type).stored; }

hid_t memory_type(H5Type type) { return type_record(type).memory; }

std::string describe_type(hid_t type) {
  const std::size_t bits = 8 * H5Tget_size(type);
  switch (H5Tget_class(type)) {
    case H5T_INTEGER:
      return fmt::format("{}int{}", H5Tget_sign(type) == H5T_SGN_NONE ? "u" : "", bits);
    case H5T_FLOAT:
      return fmt::format("float{}", bits);
    case H5T_STRING:
      return "string";
    default:
      return "a type that imcbench does not use";
  }
}

void expect_type(hid_t stored, H5Type wanted, std::string_view place) {
  const std::string found = describe_type(stored);
  if (found != h5_type_name(wanted)) {
    input_error("{}: stored as {}; expected {}", place, found, h5_type_name(wanted));
  }
}

}  // namespace h5

namespace {

std::string attribute_place(const H5Object& object, const std::string& name) {
  return fmt::format("{}: attribute '{}'", object.place(), name);
}

// Elements of an attribute; it must be a scalar or have one dimension.
std::size_t attribute_count(hid_t attribute, const std::string& place) {
  const H5Handle space = h5::dataspace_id(H5Aget_space(attribute));
  if (H5Sget_simple_extent_ndims(space.id()) > 1) input_error("{}: more than 1-D", place);
  return static_cast<std::size_t>(
      h5::check(H5Sget_simple_extent_npoints(space.id()), place, "count values"));
}

void expect_scalar(hid_t attribute, const std::string& place) {
  const std::size_t count = attribute_count(attribute, place);
  if (count != 1) input_error("{}: {} values; expected 1", place, count);
}

std::string read_variable_string(hid_t attribute, hid_t type, const std::string& place) {
  char* text = nullptr;  // allocated by the library; null for ""
  h5::check(H5Aread(attribute, type, &text), place, "read");
  std::string copy = text == nullptr ? "" : text;
  H5free_memory(text);
  return copy;
}

// Fixed length: padded with zero bytes, or with spaces where the type says so (Fortran, MATLAB).
std::string read_fixed_string(hid_t attribute, hid_t type, const std::string& place) {
  std::string text(H5Tget_size(type), '\0');
  h5::check(H5Aread(attribute, type, text.data()), place, "read");
  const char padding = H5Tget_strpad(type) == H5T_STR_SPACEPAD ? ' ' : '\0';
  if (padding == '\0') text.resize(std::min(text.find('\0'), text.size()));
  text.resize(text.find_last_not_of(padding) + 1);
  return text;
}

herr_t collect_name(hid_t, const char* name, const H5A_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

}  // namespace

const char* h5_type_name(H5Type type) { return h5::type_record(type).name; }

H5Handle::~H5Handle() {
  if (id_ < 0) return;
  const h5::Quiet quiet;
  close_(id_);
}

std::vector<std::string> H5Object::attribute_names() const {
  const h5::Quiet quiet;
  std::vector<std::string> names;
  hsize_t start = 0;
  h5::check(H5Aiterate2(id(), H5_INDEX_NAME, H5_ITER_NATIVE, &start, collect_name, &names), place_,
            "list attributes");
  std::sort(names.begin(), names.end());
  return names;
}

bool H5Object::has_attribute(const std::string& name) const {
  const h5::Quiet quiet;
  return h5::check(H5Aexists(id(), name.c_str()), place_, "look up an attribute") > 0;
}

H5Handle H5Object::open_attribute(const std::string& name) const {
  const std::string place = attribute_place(*this, name);
  if (!has_attribute(name)) input_error("{}: missing", place);
  return H5Handle(h5::check(H5Aopen(id(), name.c_str(), H5P_DEFAULT), place, "open"), H5Aclose);
}

std::string H5Object::attribute_type(const std::string& name) const {
  const h5::Quiet quiet;
  const H5Handle attribute = open_attribute(name);
  return h5::describe_type(h5::datatype_id(H5Aget_type(attribute.id())).id());
}

void H5Object::set_attribute(const std::string& name, std::string_view text) {
  const h5::Quiet quiet;
  const std::string place = attribute_place(*this, name);
  if (text.find('\0') != std::string_view::npos) input_error("{}: contains a zero byte", place);
  const H5Handle type = h5::datatype_id(H5Tcopy(H5T_C_S1));
  h5::check(H5Tset_size(type.id(), H5T_VARIABLE), place, "set the string size");
  h5::check(H5Tset_cset(type.id(), H5T_CSET_UTF8), place, "set UTF-8");
  const H5Handle space = h5::dataspace_id(H5Screate(H5S_SCALAR));
  const H5Handle attribute(
      h5::check(H5Acreate2(id(), name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT),
                place, "create"),
      H5Aclose);
  const std::string terminated(text);
  const char* pointer = terminated.c_str();
  h5::check(H5Awrite(attribute.id(), type.id(), &pointer), place, "write");
}

void H5Object::write_attribute(const std::string& name, H5Type type, const void* values,
                               const std::size_t* count) {
  const h5::Quiet quiet;
  const std::string place = attribute_place(*this, name);
  const hsize_t length = count == nullptr ? 1 : *count;
  const H5Handle space = h5::dataspace_id(count == nullptr ? H5Screate(H5S_SCALAR)
                                                           : H5Screate_simple(1, &length, nullptr));
  const H5Handle attribute(h5::check(H5Acreate2(id(), name.c_str(), h5::stored_type(type),
                                                space.id(), H5P_DEFAULT, H5P_DEFAULT),
                                     place, "create"),
                           H5Aclose);
  if (length > 0) {
    h5::check(H5Awrite(attribute.id(), h5::memory_type(type), values), place, "write");
  }
}

std::string H5Object::string_attribute(const std::string& name) const {
  const h5::Quiet quiet;
  const std::string place = attribute_place(*this, name);
  const H5Handle attribute = open_attribute(name);
  const H5Handle type = h5::datatype_id(H5Aget_type(attribute.id()));
  const std::string found = h5::describe_type(type.id());
  if (found != "string") input_error("{}: stored as {}; expected string", place, found);
  expect_scalar(attribute.id(), place);
  return H5Tis_variable_str(type.id()) > 0 ? read_variable_string(attribute.id(), type.id(), place)
                                           : read_fixed_string(attribute.id(), type.id(), place);
}

void H5Object::read_attribute(const std::string& name, H5Type type, void* value) const {
  const h5::Quiet quiet;
  const std::string place = attribute_place(*this, name);
  const H5Handle attribute = open_attribute(name);
  h5::expect_type(h5::datatype_id(H5Aget_type(attribute.id())).id(), type, place);
  expect_scalar(attribute.id(), place);
  h5::check(H5Aread(attribute.id(), h5::memory_type(type), value), place, "read");
}

std::vector<std::int64_t> H5Object::integers_attribute(const std::string& name) const {
  const h5::Quiet quiet;
  const std::string place = attribute_place(*this, name);
  const H5Handle attribute = open_attribute(name);
  const std::string found = attribute_type(name);
  if (!found.starts_with("int") && !found.starts_with("uint")) {
    input_error("{}: stored as {}; expected integers", place, found);
  }
  std::vector<std::int64_t> values(attribute_count(attribute.id(), place));
  if (values.empty()) return values;
  h5::check(H5Aread(attribute.id(), H5T_NATIVE_INT64, values.data()), place, "read");
  // The library clips what does not fit, so the largest value cannot be told from a clipped one.
  const auto largest = std::numeric_limits<std::int64_t>::max();
  if (found == "uint64" && std::find(values.begin(), values.end(), largest) != values.end()) {
    input_error("{}: a value does not fit int64", place);
  }
  return values;
}

}  // namespace imcbench
