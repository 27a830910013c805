// SPDX-License-Identifier: Apache-2.0
// The schema page results/README.md, the code and written files say the same.
#include <map>
#include <sstream>

#include "results/hdf5.h"
#include "results/schema.h"
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
  const auto page = std::filesystem::path(IMCBENCH_RESULTS) / "README.md";
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
  const std::map<std::string, std::size_t> lengths = {{"C", 3}, {"T", 2}, {"B", 125}, {"K", 2}};
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

TEST(SchemaPage, DescribesTheStudiesOfAFile) {
  const TempFolder folder;
  ResultFile result = make_result({0});
  result.studies = {{"tolerance", "{\"rows\": []}"}};
  write_result(folder.file("r.h5"), result);
  const H5File file = H5File::open(folder.file("r.h5"), H5Seal::required);
  const H5Dataset dataset = file.root().group("studies").dataset("tolerance");
  const auto tables = page_tables("`/studies/NAME`");
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0],
            (Table{{fmt::format("`{}`", kStudyDataset.name), dataset.type(), "[bytes]",
                    dataset.string_attribute("unit"), dataset.string_attribute("meaning")}}));
  EXPECT_EQ(dataset.shape(), std::vector<std::size_t>{result.studies[0].json.size()});
}

}  // namespace
}  // namespace imcbench::testing
