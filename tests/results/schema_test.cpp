// SPDX-License-Identifier: Apache-2.0
// The schema page, the code and written files say the same; files that break a rule are refused.
#include "results/schema.h"

#include <map>
#include <set>
#include <sstream>

#include "results/hdf5.h"
#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

using Row = std::vector<std::string>;  // cells of one line of a table
using Table = std::vector<Row>;

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? ""
                                    : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Row cells_of(const std::string& line) {
  Row cells;
  std::istringstream in(line.substr(1));
  for (std::string cell; std::getline(in, cell, '|');) cells.push_back(trimmed(cell));
  return cells;
}

// The tables of results/README.md below one heading, without header lines.
std::vector<Table> page_tables(const std::string& heading) {
  const auto page = std::filesystem::path(__FILE__).parent_path() / "../../results/README.md";
  std::istringstream lines(read_text(page.string()));
  std::vector<Table> tables;
  bool inside = false, in_table = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) inside = line.starts_with("## " + heading);
    const bool is_row = inside && line.starts_with("|");
    if (is_row && !in_table) tables.emplace_back();
    if (is_row && in_table && !line.starts_with("|---")) tables.back().push_back(cells_of(line));
    in_table = is_row;
  }
  return tables;
}

// "`a`, `b`" -> a, b
std::vector<std::string> names_in(const std::string& cell) {
  std::vector<std::string> names;
  for (std::size_t at = cell.find('`'); at != std::string::npos; at = cell.find('`', at)) {
    const std::size_t end = cell.find('`', at + 1);
    names.push_back(cell.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return names;
}

using Types = std::map<std::string, std::string>;  // name -> type

Types types_on_page(const Table& table) {
  Types types;
  for (const Row& row : table) {
    for (const std::string& name : names_in(row.at(0))) types[name] = row.at(1);
  }
  return types;
}

Types attributes_in_file(const H5Object& object) {
  Types types;
  for (const std::string& name : object.attribute_names())
    types[name] = object.attribute_type(name);
  return types;
}

TEST(SchemaPage, NamesTheAttributesOfAFile) {
  const TempFolder folder;
  write_result(folder.file("r.h5"), make_result({0, 5, 9}, true));
  const H5File file = H5File::open(folder.file("r.h5"), H5Seal::required);
  const auto root = page_tables("Root attributes");
  ASSERT_EQ(root.size(), 1u);
  EXPECT_GE(root[0].size(), 10u);
  EXPECT_EQ(types_on_page(root[0]), attributes_in_file(file.root()));
  const auto scenario = page_tables("`/scenarios/NNNN`");
  ASSERT_EQ(scenario.size(), 2u);
  EXPECT_EQ(types_on_page(scenario[0]),
            attributes_in_file(file.root().group("scenarios").group("0001")));
}

TEST(SchemaPage, DescribesTheDatasetsOfAFile) {
  const TempFolder folder;
  write_result(folder.file("r.h5"), make_result({0, 5, 9}, true));
  const H5File file = H5File::open(folder.file("r.h5"), H5Seal::required);
  const H5Group group = file.root().group("scenarios").group("0001");
  const std::map<std::string, std::size_t> lengths = {{"C", 3}, {"T", 2}, {"B", 125}};
  const Table table = page_tables("`/scenarios/NNNN`").at(1);
  EXPECT_EQ(group.children().size(), table.size());
  for (const Row& row : table) {
    const H5Dataset dataset = group.dataset(names_in(row.at(0)).at(0));
    EXPECT_EQ(dataset.type(), row.at(1)) << row.at(0);
    std::vector<std::size_t> shape;
    for (const char letter : row.at(2)) {
      if (lengths.contains(std::string(1, letter))) shape.push_back(lengths.at({letter}));
    }
    EXPECT_EQ(dataset.shape(), shape) << row.at(0);
    EXPECT_EQ(dataset.string_attribute("unit"), row.at(3)) << row.at(0);
    EXPECT_EQ(dataset.string_attribute("meaning"), row.at(4)) << row.at(0);
  }
}

TEST(SchemaPage, IsTheTableInTheCode) {
  const Table table = page_tables("`/scenarios/NNNN`").at(1);
  ASSERT_EQ(table.size(), kDatasets.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const DatasetInfo& info = kDatasets[i];
    EXPECT_EQ(table[i], (Row{fmt::format("`{}`", info.name), info.type, info.shape, info.unit,
                             info.meaning}));
  }
}

TEST(Schema, AResultReadsBackAsWritten) {
  const TempFolder folder;
  for (const bool with_bits : {false, true}) {
    const ResultFile result = make_result({0, 3, 4, 4294967295u}, with_bits);
    write_result(folder.file("r.h5"), result);
    expect_equal(read_result(folder.file("r.h5")), result);
  }
}

TEST(Schema, AResultWithoutChipsReadsBackAsWritten) {
  const TempFolder folder;
  const ResultFile result = make_result({});
  write_result(folder.file("r.h5"), result);
  expect_equal(read_result(folder.file("r.h5")), result);
}

TEST(Schema, EqualResultsAreEqualFiles) {
  const TempFolder folder;
  write_result(folder.file("a.h5"), make_result({1, 2}, true));
  write_result(folder.file("b.h5"), make_result({1, 2}, true));
  EXPECT_EQ(read_text(folder.file("a.h5")), read_text(folder.file("b.h5")));
}

// A hundred thousand trial-times of a realistic spread; times are near 50 ms, so not asserted.
TEST(Schema, LargeResultsAreSmallFiles) {
  const TempFolder folder;
  ResultFile result{make_provenance(), {}};
  const ScenarioRecord record = make_record("lenet", 10000, 5);
  std::vector<std::uint32_t> chips(100000);
  for (std::size_t c = 0; c < chips.size(); ++c) chips[c] = static_cast<std::uint32_t>(c);
  result.scenarios.push_back({record, make_trials(record, chips)});
  write_result(folder.file("r.h5"), result);
  const double bytes = static_cast<double>(std::filesystem::file_size(folder.file("r.h5")));
  EXPECT_LT(bytes / (100000.0 * 5), 10.0);
  RecordProperty("bytes_per_trial_time", std::to_string(bytes / (100000.0 * 5)));
  expect_equal(read_result(folder.file("r.h5")), result);
}

// Each breaks one rule of a good result. The writer calls that a bug in the program.
struct Rule {
  const char* message;
  void (*break_it)(ResultFile&);
};

const Rule kRules[] = {
    {"/: kind: 'piece'; expected 'result' or 'shard'",
     [](ResultFile& r) { r.provenance.kind = "piece"; }},
    {"/scenarios: empty", [](ResultFile& r) { r.scenarios.clear(); }},
    {"/scenarios/0001: the same scenario (sha256) as 0000",
     [](ResultFile& r) { r.scenarios[1] = r.scenarios[0]; }},
    {"/scenarios/0001: sha256:",
     [](ResultFile& r) { r.scenarios[1].record.canonical_text += "x"; }},
    {"samples: 0", [](ResultFile& r) { r.scenarios[0].record.samples = 0; }},
    {"fp_correct: 1001", [](ResultFile& r) { r.scenarios[0].record.fp_correct = 1001; }},
    {"time_s: no times", [](ResultFile& r) { r.scenarios[0].record.time_s.clear(); }},
    {"time_s: -1 s", [](ResultFile& r) { r.scenarios[0].record.time_s[1] = -1; }},
    {"time_s: nan s", [](ResultFile& r) { r.scenarios[0].record.time_s[1] = NAN; }},
    {"/scenarios/0000: chip: 2 follows 2",
     [](ResultFile& r) {
       r.scenarios[0].trials.chip = {1, 2, 2};
     }},
    {"chip: 1 follows 2",
     [](ResultFile& r) {
       r.scenarios[0].trials.chip = {2, 1, 3};
     }},
    {"correct: 5 values; expected 6",
     [](ResultFile& r) { r.scenarios[0].trials.correct.pop_back(); }},
    {"loss_q24: 5 values", [](ResultFile& r) { r.scenarios[0].trials.loss_q24.pop_back(); }},
    {"rejected: 5 values", [](ResultFile& r) { r.scenarios[0].trials.rejected.pop_back(); }},
    {"correct_bits: 749 values",
     [](ResultFile& r) { r.scenarios[0].trials.correct_bits.pop_back(); }},
    {"chip 2, time 1: correct = 1001 and rejected = 0; at most 1000 samples",
     [](ResultFile& r) { r.scenarios[0].trials.correct[3] = 1001; }},
    {"chip 2, time 1: correct = ", [](ResultFile& r) { r.scenarios[0].trials.rejected[3] = 990; }},
    {"correct_bits do not agree", [](ResultFile& r) { r.scenarios[0].trials.correct[0] -= 1; }},
};

TEST(Schema, BrokenRulesAreFoundAndNotWritten) {
  const TempFolder folder;
  for (const Rule& rule : kRules) {
    ResultFile result = make_result({1, 2, 4}, true);
    ASSERT_EQ(find_problem(result), "");
    rule.break_it(result);
    EXPECT_NE(find_problem(result).find(rule.message), std::string::npos)
        << "found: " << find_problem(result) << "\nexpected: " << rule.message;
    EXPECT_THROW(write_result(folder.file("r.h5"), result), std::logic_error) << rule.message;
  }
  EXPECT_TRUE(folder.names().empty());
}

// Sealed files that a faulty or a newer program might write.
TEST(Schema, SealedFilesOfAnotherFormAreRefusedWithTheReason) {
  const TempFolder folder;
  const std::string path = folder.file("r.h5");
  const auto refuse = [&](auto fill, const std::vector<std::string>& texts) {
    H5File file = H5File::create(path);
    {
      H5Group root = file.root();
      fill(root);
    }
    file.close();
    expect_input_error([&] { read_result(path); }, texts);
  };
  refuse([](H5Group&) {}, {path, "not an imcbench result"});
  refuse([](H5Group& root) { root.set_attribute("format", "imcbench-model"); },
         {path, "not an imcbench result", "expected attribute format = 'imcbench-results'"});
  refuse([](H5Group& root) { root.set_attribute("format", kResultFormat); },
         {path, "'schema_version': missing"});
  refuse(
      [](H5Group& root) {
        root.set_attribute("format", kResultFormat);
        root.set_attribute("schema_version", kSchemaVersion + 1);
      },
      {path, "schema version 2; this program reads version 1 only"});
  refuse(
      [](H5Group& root) {
        root.set_attribute("format", kResultFormat);
        root.set_attribute("schema_version", kSchemaVersion);
      },
      {path + ": /: attribute 'kind': missing"});
}

// Writes the attributes of a valid file, and then datasets of the caller's choice.
void write_with_datasets(const std::string& path, const std::function<void(H5Group&)>& fill) {
  const ResultFile result = make_result({0});
  H5File file = H5File::create(path);
  {
    H5Group root = file.root();
    root.set_attribute("format", kResultFormat);
    root.set_attribute("schema_version", kSchemaVersion);
    const auto copy_to = [](H5Group& group) {
      return [&group](const char* name, const auto& value) { group.set_attribute(name, value); };
    };
    for_each_attribute(result.provenance, copy_to(root));
    H5Group scenario = root.create_group("scenarios").create_group("0000");
    for_each_attribute(result.scenarios[0].record, copy_to(scenario));
    fill(scenario);
  }
  file.close();
}

TEST(Schema, DatasetsOfWrongTypeOrShapeAreRefused) {
  const TempFolder folder;
  const std::string path = folder.file("r.h5");
  const std::vector<double> times = {0, 9};
  const std::vector<std::uint32_t> two = {1, 2};
  const std::string place = path + ": /scenarios/0000/";
  write_with_datasets(path, [](H5Group&) {});
  expect_input_error([&] { read_result(path); }, {place + "chip: missing"});
  write_with_datasets(path, [&](H5Group& group) {
    group.create_dataset("chip", std::span(two), {2, 1});
    group.create_dataset("time_s", std::span(times), {2});
  });
  expect_input_error([&] { read_result(path); }, {place + "chip: 2 dimensions; expected [C]"});
  write_with_datasets(path, [&](H5Group& group) {
    group.create_dataset("chip", std::span(two).first(1), {1});
    group.create_dataset("time_s", std::span(times), {2});
    group.create_dataset("correct", std::span(two), {2, 1});
  });
  expect_input_error([&] { read_result(path); },
                     {place + "correct: shape [2, 1]; expected [C, T] = [1, 2]"});
  write_with_datasets(path, [&](H5Group& group) {
    group.create_dataset("chip", std::span(times).first(1), {1});
    group.create_dataset("time_s", std::span(times), {2});
  });
  expect_input_error([&] { read_result(path); },
                     {place + "chip: stored as float64; expected uint32"});
}

}  // namespace
}  // namespace imcbench::testing
