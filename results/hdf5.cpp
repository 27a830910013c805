// SPDX-License-Identifier: Apache-2.0
// Files, groups and datasets; attributes are in hdf5_object.cpp.
#include "results/hdf5.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/core/sha256.h"
#include "results/hdf5_detail.h"
#include "results/posix_file.h"
#include "results/seal.h"

namespace imcbench {

namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;  // about; whole rows
constexpr std::size_t kMemoryStep = std::size_t{1} << 20;  // growth of a file in memory, bytes
constexpr unsigned kDeflateLevel = 4;
// Half the children of a node in the index of chunks or of groups. Most datasets have one chunk:
// the node of the usual size, 32, would take more room than its values.
constexpr unsigned kIndexSize = 4;
constexpr double kMaxDeflateRatio = 1100;  // deflate reaches 1032 at most

// One chunk is as many whole rows (first dimension) as fill kChunkBytes.
std::vector<hsize_t> chunk_shape(std::vector<hsize_t> shape, std::size_t element_bytes) {
  std::size_t row_bytes = element_bytes;
  for (std::size_t i = 1; i < shape.size(); ++i) row_bytes *= shape[i];
  shape[0] = std::clamp<hsize_t>(kChunkBytes / row_bytes, 1, shape[0]);
  return shape;
}

H5Handle dataset_properties(const std::vector<hsize_t>& shape, std::size_t element_bytes,
                            H5Storage storage, const std::string& place) {
  H5Handle list = h5::property_list(H5P_DATASET_CREATE);
  h5::check(H5Pset_obj_track_times(list.id(), false), place, "switch times off");
  const bool empty = std::find(shape.begin(), shape.end(), 0u) != shape.end();
  if (storage == H5Storage::plain || shape.empty() || empty) return list;
  const std::vector<hsize_t> chunk = chunk_shape(shape, element_bytes);
  h5::check(H5Pset_chunk(list.id(), static_cast<int>(chunk.size()), chunk.data()), place,
            "set the chunk shape");
  h5::check(H5Pset_shuffle(list.id()), place, "set shuffle");
  h5::check(H5Pset_deflate(list.id(), kDeflateLevel), place, "set deflate");
  return list;
}

herr_t collect_link(hid_t, const char* name, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

// The bytes of an open file after its user block.
std::vector<std::byte> file_image(hid_t file, const std::string& path) {
  h5::check(H5Fflush(file, H5F_SCOPE_GLOBAL), path, "flush");
  const ssize_t size = h5::check(H5Fget_file_image(file, nullptr, 0), path, "size the file");
  std::vector<std::byte> image(static_cast<std::size_t>(size));
  h5::check(H5Fget_file_image(file, image.data(), image.size()), path, "copy the file");
  return image;
}

}  // namespace

H5Dataset::H5Dataset(H5Handle handle, std::string place)
    : H5Object(std::move(handle), std::move(place)) {
  const H5Handle space = h5::dataspace_id(H5Dget_space(id()));
  const int rank = h5::check(H5Sget_simple_extent_ndims(space.id()), this->place(), "get the rank");
  std::vector<hsize_t> extent(static_cast<std::size_t>(rank));
  h5::check(H5Sget_simple_extent_dims(space.id(), extent.data(), nullptr), this->place(),
            "get the shape");
  shape_.assign(extent.begin(), extent.end());
}

std::size_t H5Dataset::element_count() const {
  std::size_t count = 1;
  for (const std::size_t length : shape_) {
    if (__builtin_mul_overflow(count, length, &count)) input_error("{}: impossibly large", place());
  }
  return count;
}

std::string H5Dataset::type() const {
  const h5::Quiet quiet;
  return h5::describe_type(h5::datatype_id(H5Dget_type(id())).id());
}

void H5Dataset::check_readable(H5Type type, std::size_t element_bytes) const {
  const h5::Quiet quiet;
  h5::expect_type(h5::datatype_id(H5Dget_type(id())).id(), type, place());
  check_stored(element_bytes);
}

// Keeps a damaged shape from asking for more memory than the stored bytes can fill.
void H5Dataset::check_stored(std::size_t element_bytes) const {
  const double bytes = static_cast<double>(element_count()) * static_cast<double>(element_bytes);
  const double stored = static_cast<double>(H5Dget_storage_size(id()));
  if (bytes > kMaxDeflateRatio * stored) {
    input_error("{}: its shape needs {:.0f} bytes, but only {:.0f} are stored", place(), bytes,
                stored);
  }
}

void H5Dataset::read_into(H5Type type, void* values) const {
  if (element_count() == 0) return;
  const h5::Quiet quiet;
  h5::check(H5Dread(id(), h5::memory_type(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, values), place(),
            "read");
}

std::vector<float> H5Dataset::read_half() const {
  const std::string found = type();
  if (found != "float16") input_error("{}: stored as {}; expected float16", place(), found);
  check_stored(2);
  std::vector<float> values(element_count());
  read_into(H5Type::float32, values.data());
  return values;
}

std::string H5Group::place_of(const std::string& name) const {
  IMC_EXPECT(!name.empty() && name.find('/') == std::string::npos);
  return fmt::format("{}{}{}", place(), place().ends_with('/') ? "" : "/", name);
}

std::vector<std::string> H5Group::children() const {
  const h5::Quiet quiet;
  std::vector<std::string> names;
  hsize_t start = 0;
  h5::check(H5Literate(id(), H5_INDEX_NAME, H5_ITER_NATIVE, &start, collect_link, &names), place(),
            "list members");
  std::sort(names.begin(), names.end());
  return names;
}

bool H5Group::has(const std::string& name) const {
  const h5::Quiet quiet;
  const std::string place = place_of(name);
  return h5::check(H5Lexists(id(), name.c_str(), H5P_DEFAULT), place, "look up") > 0;
}

void H5Group::expect_child(const std::string& name) const {
  if (!has(name)) input_error("{}: missing{}", place_of(name), suggestion(name, children()));
}

H5Group H5Group::group(const std::string& name) const {
  const h5::Quiet quiet;
  expect_child(name);
  const std::string place = place_of(name);
  const hid_t group = h5::check(H5Gopen2(id(), name.c_str(), H5P_DEFAULT), place, "open as group");
  return H5Group(H5Handle(group, H5Gclose), place);
}

H5Dataset H5Group::dataset(const std::string& name) const {
  const h5::Quiet quiet;
  expect_child(name);
  const std::string place = place_of(name);
  const hid_t dataset =
      h5::check(H5Dopen2(id(), name.c_str(), H5P_DEFAULT), place, "open as dataset");
  return H5Dataset(H5Handle(dataset, H5Dclose), place);
}

H5Group H5Group::create_group(const std::string& name) {
  const h5::Quiet quiet;
  const std::string place = place_of(name);
  const H5Handle list = h5::property_list(H5P_GROUP_CREATE);
  h5::check(H5Pset_obj_track_times(list.id(), false), place, "switch times off");
  const hid_t group = h5::check(H5Gcreate2(id(), name.c_str(), H5P_DEFAULT, list.id(), H5P_DEFAULT),
                                place, "create");
  return H5Group(H5Handle(group, H5Gclose), place);
}

H5Dataset H5Group::write_dataset(const std::string& name, H5Type type, const void* values,
                                 std::size_t count, const std::vector<std::size_t>& shape,
                                 H5Storage storage) {
  const h5::Quiet quiet;
  const std::string place = place_of(name);
  const std::vector<hsize_t> extent(shape.begin(), shape.end());
  const H5Handle space =
      h5::dataspace_id(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr));
  const H5Handle list =
      dataset_properties(extent, H5Tget_size(h5::stored_type(type)), storage, place);
  H5Handle handle(h5::check(H5Dcreate2(id(), name.c_str(), h5::stored_type(type), space.id(),
                                       H5P_DEFAULT, list.id(), H5P_DEFAULT),
                            place, "create"),
                  H5Dclose);
  H5Dataset dataset(std::move(handle), place);
  IMC_EXPECT(dataset.element_count() == count);
  if (count > 0) {
    h5::check(H5Dwrite(dataset.id(), h5::memory_type(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, values),
              place, "write");
  }
  return dataset;
}

H5File H5File::open(const std::string& path, H5Seal seal) {
  const SealCheck found = check_seal(path);
  const bool needed = seal == H5Seal::required || found.state == SealState::broken;
  if (needed && found.state != SealState::intact) throw InputError(found.problem);
  const h5::Quiet quiet;
  const H5Handle access = h5::property_list(H5P_FILE_ACCESS);
  // A reader needs no lock: files are replaced whole, and network disks may refuse locks.
  h5::check(H5Pset_file_locking(access.id(), false, true), path, "switch locking off");
  h5::check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), path, "set closing");
  const hid_t file =
      h5::check(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), path, "open as HDF5");
  return H5File(H5Handle(file, H5Fclose), path);
}

H5File H5File::open_bytes(std::span<const std::uint8_t> bytes, const std::string& name) {
  const h5::Quiet quiet;
  const H5Handle access = h5::property_list(H5P_FILE_ACCESS);
  h5::check(H5Pset_fapl_core(access.id(), kMemoryStep, false), name, "prepare memory");
  std::vector<std::uint8_t> image(bytes.begin(), bytes.end());  // the library copies it again
  h5::check(H5Pset_file_image(access.id(), image.data(), image.size()), name, "pass the bytes");
  h5::check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), name, "set closing");
  const std::string memory_name = name + " (in memory)";  // the library refuses a path that exists
  const hid_t file =
      h5::check(H5Fopen(memory_name.c_str(), H5F_ACC_RDONLY, access.id()), name, "open as HDF5");
  return H5File(H5Handle(file, H5Fclose), name);
}

H5File H5File::create(const std::string& path) {
  const h5::Quiet quiet;
  const H5Handle access = h5::property_list(H5P_FILE_ACCESS);
  h5::check(H5Pset_fapl_core(access.id(), kMemoryStep, false), path, "prepare memory");
  h5::check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), path, "set closing");
  const H5Handle creation = h5::property_list(H5P_FILE_CREATE);
  h5::check(H5Pset_userblock(creation.id(), kSealBytes), path, "reserve the seal");
  h5::check(H5Pset_istore_k(creation.id(), kIndexSize), path, "size the index of chunks");
  h5::check(H5Pset_sym_k(creation.id(), kIndexSize, kIndexSize), path, "size the index of groups");
  h5::check(H5Pset_obj_track_times(creation.id(), false), path, "switch times off");
  const std::string memory_name = path + " (in memory)";  // the library must not touch the path
  const hid_t file = h5::check(
      H5Fcreate(memory_name.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), path, "create");
  return H5File(H5Handle(file, H5Fclose), path);
}

H5Group H5File::root() const {
  const h5::Quiet quiet;
  const hid_t group = h5::check(H5Gopen2(handle_.id(), "/", H5P_DEFAULT), path_, "open the root");
  return H5Group(H5Handle(group, H5Gclose), path_ + ": /");
}

void H5File::close() {
  const h5::Quiet quiet;
  const std::vector<std::byte> image = file_image(handle_.id(), path_);
  handle_ = H5Handle();
  const std::string seal = render_seal(kSealBytes + image.size(), sha256_hex(image));
  PosixFile file = PosixFile::create(path_);
  file.write_all(std::as_bytes(std::span(seal)));
  file.write_all(image);
  file.close();
}

}  // namespace imcbench
