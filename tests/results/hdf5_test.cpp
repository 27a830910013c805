// SPDX-License-Identifier: Apache-2.0
#include "results/hdf5.h"

#include <hdf5.h>
#include <unistd.h>

#include <limits>

#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

using Names = std::vector<std::string>;

// A file as a model file might be: float32 tensors of several ranks, and attributes.
void write_example(const std::string& path) {
  H5File file = H5File::create(path);
  H5Group root = file.root();
  root.set_attribute("name", "lenet \xc2\xb5");
  root.set_attribute("empty", "");
  root.set_attribute("long", std::string(200000, 'x'));  // past HDF5's 64 KiB attribute limit
  root.set_attribute("seed", std::numeric_limits<std::uint64_t>::max());
  root.set_attribute("scale", 0.1);
  const std::vector<std::int64_t> strides = {2, -1, std::numeric_limits<std::int64_t>::min()};
  root.set_attribute("strides", std::span<const std::int64_t>(strides));
  H5Group layer = root.create_group("conv1");
  const std::vector<float> weights = {1.5f, -2.0f, 0.0f, 3.25f, 1e-30f, 7.0f};
  layer.create_dataset("weight", std::span(weights), {1, 2, 3, 1});
  layer.create_dataset("bias", std::span(weights).first(2), {2}, H5Storage::compressed);
  layer.create_dataset("scalar", std::span(weights).first(1), {});
  layer.create_dataset("nothing", std::span(weights).first(0), {0, 3}, H5Storage::compressed);
  file.close();
}

TEST(Hdf5, EveryKindOfObjectReadsBackAsWritten) {
  const TempFolder folder;
  write_example(folder.file("m.h5"));
  const H5File file = H5File::open(folder.file("m.h5"), H5Seal::required);
  const H5Group root = file.root();
  EXPECT_EQ(root.attribute_names(), (Names{"empty", "long", "name", "scale", "seed", "strides"}));
  EXPECT_EQ(root.string_attribute("name"), "lenet \xc2\xb5");
  EXPECT_EQ(root.string_attribute("empty"), "");
  EXPECT_EQ(root.string_attribute("long"), std::string(200000, 'x'));
  EXPECT_EQ(root.attribute<std::uint64_t>("seed"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(root.attribute<double>("scale"), 0.1);
  EXPECT_EQ(root.integers_attribute("strides"),
            (std::vector<std::int64_t>{2, -1, std::numeric_limits<std::int64_t>::min()}));
  EXPECT_EQ(root.children(), Names{"conv1"});
  EXPECT_TRUE(root.has("conv1"));
  EXPECT_FALSE(root.has("conv2"));
  const H5Group layer = root.group("conv1");
  EXPECT_EQ(layer.children(), (Names{"bias", "nothing", "scalar", "weight"}));
  EXPECT_EQ(layer.dataset("weight").shape(), (std::vector<std::size_t>{1, 2, 3, 1}));
  EXPECT_EQ(layer.dataset("weight").read<float>(),
            (std::vector<float>{1.5f, -2.0f, 0.0f, 3.25f, 1e-30f, 7.0f}));
  EXPECT_EQ(layer.dataset("bias").read<float>(), (std::vector<float>{1.5f, -2.0f}));
  EXPECT_EQ(layer.dataset("scalar").shape().size(), 0u);
  EXPECT_EQ(layer.dataset("scalar").read<float>(), std::vector<float>{1.5f});
  EXPECT_EQ(layer.dataset("nothing").shape(), (std::vector<std::size_t>{0, 3}));
  EXPECT_TRUE(layer.dataset("nothing").read<float>().empty());
}

TEST(Hdf5, EveryScalarTypeKeepsItsNameAndItsValues) {
  const TempFolder folder;
  const std::string path = folder.file("types.h5");
  H5File file = H5File::create(path);
  const auto each_type = [](auto visit) {
    visit("int8", std::int8_t{}), visit("uint8", std::uint8_t{}), visit("int32", std::int32_t{}),
        visit("uint32", std::uint32_t{}), visit("int64", std::int64_t{}),
        visit("uint64", std::uint64_t{}), visit("float32", float{}), visit("float64", double{});
  };
  each_type([&]<class T>(const char* name, T) {
    const std::vector<T> values = {std::numeric_limits<T>::lowest(), std::numeric_limits<T>::max()};
    file.root().create_dataset(name, std::span(values), {2}, H5Storage::compressed);
    file.root().set_attribute(name, values[1]);
  });
  file.close();
  const H5File read = H5File::open(path, H5Seal::required);
  each_type([&]<class T>(const char* name, T) {
    EXPECT_EQ(read.root().dataset(name).type(), name);
    EXPECT_EQ(read.root().attribute_type(name), name);
    EXPECT_EQ(read.root().attribute<T>(name), std::numeric_limits<T>::max());
    EXPECT_EQ(read.root().dataset(name).read<T>(),
              (std::vector<T>{std::numeric_limits<T>::lowest(), std::numeric_limits<T>::max()}));
  });
}

TEST(Hdf5, EqualContentGivesEqualBytes) {
  const TempFolder folder;
  write_example(folder.file("a.h5"));
  ::sleep(1);  // the library would store seconds
  write_example(folder.file("b.h5"));
  EXPECT_EQ(read_text(folder.file("a.h5")), read_text(folder.file("b.h5")));
}

TEST(Hdf5, AFileThatWasNotClosedIsNotWritten) {
  const TempFolder folder;
  { H5File::create(folder.file("a.h5")).root().set_attribute("x", 1.0); }
  EXPECT_TRUE(folder.names().empty());
}

TEST(Hdf5, WrongRequestsNameFileObjectAndReason) {
  const TempFolder folder;
  const std::string path = folder.file("m.h5");
  write_example(path);
  const H5File file = H5File::open(path, H5Seal::required);
  const H5Group root = file.root();
  const H5Group layer = root.group("conv1");
  expect_input_error([&] { root.group("conv2"); }, {path + ": /conv2: missing", "'conv1'"});
  expect_input_error([&] { root.dataset("conv1"); }, {path + ": /conv1: cannot open as dataset"});
  expect_input_error([&] { layer.group("bias"); }, {path + ": /conv1/bias: cannot open as group"});
  expect_input_error([&] { layer.dataset("bias").read<double>(); },
                     {"/conv1/bias: stored as float32; expected float64"});
  expect_input_error([&] { root.string_attribute("nome"); }, {": /: attribute 'nome': missing"});
  expect_input_error([&] { root.string_attribute("seed"); }, {"stored as uint64; expected string"});
  expect_input_error([&] { root.attribute<std::int32_t>("seed"); },
                     {"'seed': stored as uint64; expected int32"});
  expect_input_error([&] { root.attribute<std::int64_t>("strides"); }, {"3 values; expected 1"});
  expect_input_error([&] { root.integers_attribute("scale"); }, {"expected integers"});
  expect_input_error([&] { root.integers_attribute("seed"); }, {"does not fit int64"});
  EXPECT_THROW(root.group("conv1/bias"), std::logic_error);
}

TEST(Hdf5, MissingForeignAndUnsealedFilesAreRefusedWithTheReason) {
  const TempFolder folder;
  const auto open = [&](const char* name, H5Seal seal) {
    return [=, path = folder.file(name)] { H5File::open(path, seal); };
  };
  write_text(folder.file("empty.h5"), "");
  write_text(folder.file("text.h5"), "not HDF5 at all\n");
  expect_input_error(open("none.h5", H5Seal::required), {"none.h5", "No such file"});
  expect_input_error(open("", H5Seal::if_present), {"not a regular file"});
  expect_input_error(open("empty.h5", H5Seal::required), {"empty.h5: the file is empty"});
  expect_input_error(open("text.h5", H5Seal::required), {"text.h5: not an imcbench file"});
  expect_input_error(open("text.h5", H5Seal::if_present), {"text.h5: cannot open as HDF5"});
  expect_input_error([&] { H5File::create(folder.file("no/such.h5")).close(); },
                     {"no/such.h5: cannot create: No such file"});
}

// As h5py and other programs write: no seal, fixed-length strings, 32-bit integers.
TEST(Hdf5, FilesOfOtherProgramsAreRead) {
  const TempFolder folder;
  const std::string path = folder.file("foreign.h5");
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const auto put = [&](const char* name, hid_t type, hid_t space, const void* data) {
    const hid_t attribute = H5Acreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    ASSERT_GE(H5Awrite(attribute, type, data), 0);
    H5Aclose(attribute);
    H5Sclose(space);
  };
  const hid_t padded = H5Tcopy(H5T_FORTRAN_S1);
  H5Tset_size(padded, 6);
  put("padded", padded, H5Screate(H5S_SCALAR), "abc   ");
  const hid_t terminated = H5Tcopy(H5T_C_S1);
  H5Tset_size(terminated, 6);
  put("terminated", terminated, H5Screate(H5S_SCALAR), "abc\0?");
  const std::int32_t kernel[2] = {3, 5};
  const hsize_t two = 2;
  put("kernel", H5T_NATIVE_INT32, H5Screate_simple(1, &two, nullptr), kernel);
  H5Tclose(padded);
  H5Tclose(terminated);
  H5Fclose(file);
  expect_input_error([&] { H5File::open(path, H5Seal::required); }, {"not sealed"});
  const H5File read = H5File::open(path, H5Seal::if_present);
  EXPECT_EQ(read.root().string_attribute("padded"), "abc");
  EXPECT_EQ(read.root().string_attribute("terminated"), "abc");
  EXPECT_EQ(read.root().integers_attribute("kernel"), (std::vector<std::int64_t>{3, 5}));
}

// A damaged shape must not make a reader ask for a terabyte.
TEST(Hdf5, AShapeThatTheStoredBytesCannotFillIsRefused) {
  const TempFolder folder;
  const std::string path = folder.file("huge.h5");
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t shape[2] = {hsize_t{1} << 20, hsize_t{1} << 20};
  const hsize_t chunk[2] = {1, 1024};
  const hid_t space = H5Screate_simple(2, shape, nullptr);
  const hid_t list = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_chunk(list, 2, chunk);
  H5Dclose(H5Dcreate2(file, "w", H5T_IEEE_F32LE, space, H5P_DEFAULT, list, H5P_DEFAULT));
  H5Pclose(list);
  H5Sclose(space);
  H5Fclose(file);
  const H5File read = H5File::open(path, H5Seal::if_present);
  expect_input_error([&] { read.root().dataset("w").read<float>(); },
                     {"/w: its shape needs 4398046511104 bytes, but only 0 are stored"});
}

TEST(Hdf5, AsMuchAsDeflateCanCompressIsRead) {
  const TempFolder folder;
  const std::vector<std::uint8_t> zeros(std::size_t{8} << 20, 0);
  H5File file = H5File::create(folder.file("z.h5"));
  file.root().create_dataset("z", std::span(zeros), {zeros.size()}, H5Storage::compressed);
  file.close();
  EXPECT_LT(std::filesystem::file_size(folder.file("z.h5")), zeros.size() / 500);
  const H5File read = H5File::open(folder.file("z.h5"), H5Seal::required);
  EXPECT_EQ(read.root().dataset("z").read<std::uint8_t>(), zeros);
}

// The library finds a truncated file by the length in its first block, sealed or not.
TEST(Hdf5, TruncatedFilesOfOtherProgramsAreRefused) {
  const TempFolder folder;
  write_example(folder.file("m.h5"));
  const std::string unsealed = read_text(folder.file("m.h5")).substr(512);
  for (std::size_t size = 0; size < unsealed.size(); size += 97) {
    write_text(folder.file("cut.h5"), unsealed.substr(0, size));
    EXPECT_THROW(H5File::open(folder.file("cut.h5"), H5Seal::if_present), InputError) << size;
  }
}

}  // namespace
}  // namespace imcbench::testing
