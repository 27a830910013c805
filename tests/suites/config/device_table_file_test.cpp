// SPDX-License-Identifier: Apache-2.0
#include "suites/config/device_table_file.h"

#include <sys/stat.h>

#include "results/hdf5.h"
#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

constexpr const char* kText =
    "temperature_K,target_uS,time_s,sigma_uS,mean_uS\n"
    "300,0,1,0.1,0.05\n300,25,1,0.7,24.9\n300,0,3600,0.2,0.04\n300,25,3600,0.9,20.1\n";

class DeviceTableFile : public ::testing::Test {
 protected:
  DeviceTable read(const std::string& text) {
    write_text(csv(), text);
    return read_device_table(csv());
  }
  // The message of the InputError, without the path.
  std::string problem(const std::string& text) {
    return problem_of(csv(), [&] { read(text); });
  }
  static std::string problem_of(const std::string& path, const std::function<void()>& action) {
    try {
      action();
    } catch (const InputError& error) {
      const std::string message = error.what();
      EXPECT_TRUE(message.starts_with(path)) << message;
      return message.substr(std::min(path.size(), message.size()));
    }
    return "no error";
  }
  std::string csv() const { return folder_.file("d.csv"); }
  std::string h5() const { return folder_.file("d.h5"); }

  template <class T>
  static void column(H5Group& root, const std::string& name, const std::vector<T>& values) {
    root.create_dataset(name, std::span<const T>(values), {values.size()});
  }
  // An HDF5 table with three targets whose columns `change` may add to.
  std::string h5_problem(const std::function<void(H5Group&)>& fill) {
    {
      std::filesystem::remove(h5());
      H5File file = H5File::create(h5());
      H5Group root = file.root();
      fill(root);
      file.close();
    }
    return problem_of(h5(), [&] { read_device_table(h5()); });
  }

  TempFolder folder_;
};

TEST_F(DeviceTableFile, ColumnsAreReadByName) {
  const DeviceTable table = read(kText);
  EXPECT_EQ(table.kind, TableKind::conductance);
  EXPECT_EQ(table.origin, csv());
  EXPECT_TRUE(table.axes.time && table.axes.temperature);
  EXPECT_EQ(table.times_s, (std::vector<double>{1, 3600}));
  EXPECT_EQ(table.temperatures_K, std::vector<double>{300});
  EXPECT_EQ(table.targets_uS, (std::vector<double>{0, 25}));
  EXPECT_EQ(table.mean, (std::vector<double>{0.05, 24.9, 0.04, 20.1}));
  EXPECT_EQ(table.sigma, (std::vector<double>{0.1, 0.7, 0.2, 0.9}));
}

TEST_F(DeviceTableFile, ColumnsDecideTheKind) {
  const DeviceTable table = read("target_uS,nu_mean,nu_sigma\n0,0.1,0.04\n25,0.05,0.01\n");
  EXPECT_EQ(table.kind, TableKind::drift_exponent);
  EXPECT_FALSE(table.axes.time || table.axes.temperature);
  EXPECT_EQ(table.mean, (std::vector<double>{0.1, 0.05}));
  EXPECT_EQ(table.sigma, (std::vector<double>{0.04, 0.01}));
}

TEST_F(DeviceTableFile, LayoutDoesNotMatter) {
  const std::string plain = "target_uS,mean_uS,sigma_uS\n0,0,0.5\n25,24,1\n";
  const std::string sha256 = read(plain).sha256;
  for (const char* same : {"target_uS,mean_uS,sigma_uS\r\n0,0,0.5\r\n25,24,1\r\n",
                           "target_uS,mean_uS,sigma_uS\n0,0,0.5\n25,24,1",
                           "\xef\xbb\xbf"
                           "target_uS,mean_uS,sigma_uS\n0,0,0.5\n25,24,1\n",
                           "# mine\n\n  target_uS ,\tmean_uS, sigma_uS # units\n#\n25,+2.4e1,1.000 "
                           "# top\n \n0,-0,5E-1\n",
                           "sigma_uS,target_uS,mean_uS\n1,25,24\n.5,0,0\n"}) {
    EXPECT_EQ(read(same).sha256, sha256) << same;
  }
  EXPECT_NE(read("target_uS,mean_uS,sigma_uS\n0,0,0.5\n25,24,1.0000000000000002\n").sha256, sha256);
  EXPECT_NE(read("target_uS,nu_mean,nu_sigma\n0,0,0.5\n25,9,1\n").sha256, sha256);
}

TEST_F(DeviceTableFile, CanonicalTextReadsBackAsTheSameTable) {
  const DeviceTable table = read(kText);
  const DeviceTable again = read(table.canonical_text());
  EXPECT_EQ(again.sha256, table.sha256);
  EXPECT_EQ(again.mean, table.mean);
}

TEST_F(DeviceTableFile, HeaderMistakesNameLineAndColumn) {
  EXPECT_EQ(problem("# c\ntarget_uS,mean_us,sigma_uS\n"),
            ":2: unknown column 'mean_us'; did you mean 'mean_uS'?");
  EXPECT_EQ(problem("traget_uS,mean_uS,sigma_uS\n"),
            ":1: unknown column 'traget_uS'; did you mean 'target_uS'?");
  EXPECT_EQ(problem("0,1,2\n3,4,5\n"),
            ":1: unknown column '0'; valid: target_uS, mean_uS, sigma_uS, nu_mean, nu_sigma, "
            "time_s, temperature_K");
  EXPECT_EQ(problem("target_uS,mean_uS,sigma_uS,\n").substr(0, 21), ":1: unknown column ''");
  EXPECT_EQ(problem("target_uS,mean_uS,mean_uS\n"), ":1: column 'mean_uS' appears twice");
  EXPECT_EQ(problem("target_uS,mean_uS\n"),
            ":1: column 'sigma_uS' is missing; a conductance table needs target_uS, mean_uS, "
            "sigma_uS");
  EXPECT_EQ(problem("nu_mean,nu_sigma\n"),
            ":1: column 'target_uS' is missing; a drift exponent table needs target_uS, nu_mean, "
            "nu_sigma");
  EXPECT_EQ(problem("target_uS,time_s\n"),
            ":1: no column was measured; needed: mean_uS, sigma_uS (conductance) or nu_mean, "
            "nu_sigma (drift exponent)");
  EXPECT_EQ(problem("target_uS,mean_uS,sigma_uS,nu_mean\n").substr(0, 34),
            ":1: two kinds of table at once; ne");
  EXPECT_EQ(problem("target_uS,time_s,nu_mean,nu_sigma\n"),
            ":1: a drift exponent table has no column 'time_s': an exponent holds for all times");
}

TEST_F(DeviceTableFile, EmptyFilesSayWhatIsNeeded) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "\xef\xbb\xbf"}) {
    EXPECT_EQ(problem(text),
              ": no column names; the first line names them: target_uS, mean_uS, sigma_uS");
  }
  EXPECT_EQ(problem("target_uS,mean_uS,sigma_uS\n"), ": the table has no rows; at least 2 targets");
}

TEST_F(DeviceTableFile, CellMistakesNameLineAndColumn) {
  const auto row = [&](const std::string& text) {
    return problem("target_uS,mean_uS,sigma_uS\r\n0,0,0\r\n" + text + "\r\n25,25,1\r\n");
  };
  EXPECT_EQ(row("5,5,0.5"), "no error");
  EXPECT_EQ(row("5,5"), ":3: 2 values; 3 columns are named");
  EXPECT_EQ(row("5,5,0.5,"), ":3: 4 values; 3 columns are named");
  EXPECT_EQ(row("5,0,5,0"), ":3: 4 values; 3 columns are named");
  EXPECT_EQ(row("5,,0.5"), ":3: mean_uS is empty; a number is needed");
  EXPECT_EQ(row("5,x,0.5"), ":3: mean_uS = 'x' is not a number");
  EXPECT_EQ(row("5,5 uS,0.5"), ":3: mean_uS = '5 uS' is not a number");
  EXPECT_EQ(row("5,0x5,0.5"), ":3: mean_uS = '0x5' is not a number");
  EXPECT_EQ(row("5,+-5,0.5"), ":3: mean_uS = '+-5' is not a number");
  EXPECT_EQ(row("5,+,0.5"), ":3: mean_uS = '+' is not a number");
  EXPECT_EQ(row("5,\x1b[2J,0.5"), ":3: mean_uS = '?[2J' is not a number");
  EXPECT_EQ(row("5," + std::string(500, '9') + "z,0.5"),
            ":3: mean_uS = '" + std::string(40, '9') + "...' is not a number");
  EXPECT_EQ(row("5,1e999,0.5"), ":3: mean_uS = '1e999' is too large or too small for a double");
  EXPECT_EQ(row("5,5,nan"), ":3: sigma_uS = nan is out of range; allowed: 0 to 1000000");
  EXPECT_EQ(row("5,inf,1"), ":3: mean_uS = inf is out of range; allowed: -1000000 to 1000000");
  EXPECT_EQ(row("5,5,-0.5"), ":3: sigma_uS = -0.5 is out of range; allowed: 0 to 1000000");
  EXPECT_EQ(row("-5,5,0.5"), ":3: target_uS = -5 is out of range; allowed: 0 to 1000000");
  EXPECT_EQ(row("25,5,0.5"), ":4: target_uS = 25 was already given at " + csv() + ":3");
}

TEST_F(DeviceTableFile, AGapInTheGridIsNamed) {
  EXPECT_EQ(problem("target_uS,mean_uS,sigma_uS,time_s\n0,0,0,1\n25,25,1,1\n0,0,0,60\n"),
            ": no row for target_uS = 25, time_s = 60; each of the 2 targets needs one at every "
            "time and temperature");
}

TEST_F(DeviceTableFile, WhatIsNoFileCannotBeRead) {
  const std::string pipe = folder_.file("pipe"), folder = folder_.file("."),
                    none = folder_.file("none.csv");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& path : {pipe, folder, none, std::string("/dev/zero")}) {
    EXPECT_EQ(problem_of(path, [&] { read_device_table(path); }), ": cannot read the file");
  }
}

TEST_F(DeviceTableFile, Hdf5EqualsCsvInEveryStoredType) {
  const DeviceTable table = read(kText);
  EXPECT_EQ(h5_problem([](H5Group& root) {
              column<std::int64_t>(root, "target_uS", {0, 25, 0, 25});
              column<std::int32_t>(root, "time_s", {1, 1, 3600, 3600});
              column<float>(root, "temperature_K", {300, 300, 300, 300});
              column<double>(root, "mean_uS", {0.05, 24.9, 0.04, 20.1});
              column<double>(root, "sigma_uS", {0.1, 0.7, 0.2, 0.9});
            }),
            "no error");
  const DeviceTable same = read_device_table(h5());
  EXPECT_EQ(same.sha256, table.sha256);
  EXPECT_EQ(same.mean, table.mean);
  EXPECT_EQ(same.sigma, table.sigma);
  EXPECT_EQ(same.times_s, table.times_s);
}

TEST_F(DeviceTableFile, Hdf5MistakesAreNamed) {
  const std::vector<double> three = {0, 5, 25}, ones = {1, 1, 1};
  const auto with = [&](const std::function<void(H5Group&)>& rest) {
    return h5_problem([&](H5Group& root) {
      column(root, "target_uS", three);
      column(root, "mean_uS", three);
      rest(root);
    });
  };
  EXPECT_EQ(with([&](H5Group& root) { column(root, "sigma_uS", ones); }), "no error");
  EXPECT_EQ(with([&](H5Group& root) { column(root, "sigma_us", ones); }),
            ": unknown column 'sigma_us'; did you mean 'sigma_uS'?");
  EXPECT_EQ(with([](H5Group&) {}),
            ": column 'sigma_uS' is missing; a conductance table needs target_uS, mean_uS, "
            "sigma_uS");
  EXPECT_EQ(with([](H5Group& root) {
              column<double>(root, "sigma_uS", {1, 1});
            }),
            ": sigma_uS has 2 values, mean_uS has 3; all columns have one length");
  EXPECT_EQ(with([](H5Group& root) {
              column<double>(root, "sigma_uS", {1, 1, -1});
            }),
            ": row 2: sigma_uS = -1 is out of range; allowed: 0 to 1000000");
  EXPECT_EQ(with([&](H5Group& root) {
              root.create_dataset("sigma_uS", std::span(ones), {1, 3});
            }),
            ": /sigma_uS: has 2 dimensions; a column has 1");
  EXPECT_EQ(with([](H5Group& root) {
              column<std::uint8_t>(root, "sigma_uS", {1, 1, 1});
            }),
            ": /sigma_uS: stored as uint8; allowed: float64, float32, int64, int32");
  EXPECT_TRUE(
      with([](H5Group& root) { root.create_group("sigma_uS"); }).starts_with(": /sigma_uS: "));
  EXPECT_EQ(h5_problem([](H5Group&) {}).substr(0, 24), ": no column was measured");
}

TEST_F(DeviceTableFile, ADamagedHdf5FileIsRefused) {
  ASSERT_EQ(h5_problem([](H5Group& root) {
              for (const char* name : {"target_uS", "mean_uS", "sigma_uS"}) {
                column<double>(root, name, {0, 25});
              }
            }),
            "no error");
  std::string bytes = read_text(h5());
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  write_text(h5(), bytes);
  EXPECT_NE(problem_of(h5(), [&] { read_device_table(h5()); }), "no error");
  write_text(h5(), kText);  // a CSV by the wrong name
  EXPECT_NE(problem_of(h5(), [&] { read_device_table(h5()); }), "no error");
}

TEST_F(DeviceTableFile, TheExampleReads) {
  const DeviceTable table = read_device_table(IMCBENCH_EXAMPLES "/my_device.csv");
  EXPECT_EQ(table.kind, TableKind::conductance);
  EXPECT_EQ(table.times_s, (std::vector<double>{1, 3600, 86400}));
  EXPECT_EQ(table.targets_uS.size(), 9u);
  EXPECT_NO_THROW(table.require_covers(0.0, 25.0, "here"));
  const std::string text = read_text(IMCBENCH_EXAMPLES "/my_device.csv");
  EXPECT_NE(text.find("NOT MEASURED"), std::string::npos);
}

}  // namespace
}  // namespace imcbench::testing
