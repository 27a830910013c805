// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/published.h"

#include <limits>

#include "kernels/core/check.h"
#include "suites/config/toml_reader.h"

namespace imcbench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kMostNormalized = 2.0;  // A* may exceed 1

double fraction(TomlTable& table, const char* key) {
  return table.offers(key) ? table.real(key, 0.0, 1.0) : kNaN;
}

Interval read_normalized(TomlTable& table) {
  if (!table.offers("normalized_1h")) return {kNaN, kNaN};
  const std::vector<double> ends = table.reals("normalized_1h", 0.0, kMostNormalized);
  if (ends.size() != 2 || ends[0] > ends[1]) {
    input_error("{}: 'normalized_1h' must be [from, to], rising", table.place("normalized_1h"));
  }
  return {ends[0], ends[1]};
}

PublishedNetwork read_network(TomlTable table) {
  PublishedNetwork n;
  n.name = table.string("name");
  n.data = table.string("data");
  n.kind = table.string("kind");
  n.metric = table.string("metric");
  n.fp = fraction(table, "fp");
  n.direct_1h = fraction(table, "direct_1h");
  n.hwa_1h = fraction(table, "hwa_1h");
  n.normalized_1h = read_normalized(table);
  n.note = table.string("note", "");
  n.tag = table.string("tag");
  table.finish("key in [[network]]:");
  return n;
}

}  // namespace

Published read_published(const std::string& path) {
  TomlTable root = TomlTable::parse_file(path);
  root.integer("schema", 1, 1);
  Published published;
  published.name = root.string("name");
  published.source = root.string("source");
  published.provenance = root.string("provenance");
  for (TomlTable& table : root.tables("network")) {
    published.networks.push_back(read_network(std::move(table)));
  }
  root.finish("key");
  return published;
}

}  // namespace imcbench
