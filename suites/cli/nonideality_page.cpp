// SPDX-License-Identifier: Apache-2.0
#include "suites/cli/nonideality_page.h"

#include <fmt/format.h>

#include "suites/cli/describe_params.h"

namespace imcbench {

namespace {

// Which table of a measured device a stage takes; "" if it takes none.
std::string table_of(const StageRecord& record) {
  if (record.table == nullptr) return "";
  return fmt::format("table = \"FILE\", a {} table; columns {}", record.table->name,
                     record.table->columns());
}

// A cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
    text.replace(at, 1, "\\|");
  }
  return text;
}

std::string params_table(const StageRecord& record) {
  if (record.params.empty()) return "No parameters.\n";
  std::string text =
      "| parameter | unit | default | allowed | meaning | source |\n|---|---|---|---|---|---|\n";
  for (const ParamInfo& p : record.params) {
    text += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", p.name, cell(p.unit),
                        cell(value_text(p, p.default_value)), cell(range_text(p)), cell(p.summary),
                        cell(p.source));
  }
  return text;
}

std::string section(const StageRecord& record) {
  const NonidealityInfo& i = *record.info;
  return fmt::format(
      "## {}\n\n{}\n\n```\n{}\n```\n\n* symbols: {}\n* drawn: {}\n* valid: {}\n* neglected: {}\n"
      "* source: {}\n{}\n{}\n",
      i.name, i.summary, i.formula, i.symbols, name_of(i.lifetime), i.validity, i.neglected,
      i.source, record.table != nullptr ? fmt::format("* `{}`\n", table_of(record)) : "",
      params_table(record));
}

}  // namespace

std::string describe_stage(const StageRecord& record) {
  const NonidealityInfo& i = *record.info;
  return fmt::format(
      "{}: {}\n\nstage:      {}\nlifetime:   {}\nformula:    {}\nsymbols:    {}\nvalidity:   {}\n"
      "neglected:  {}\nsource:     {}\n{}parameters:\n{}",
      i.name, i.summary, name_of(i.stage), name_of(i.lifetime), i.formula, i.symbols, i.validity,
      i.neglected, i.source,
      record.table != nullptr ? fmt::format("table:      {}\n", table_of(record)) : "",
      describe_params(record.params));
}

std::string nonideality_page() {
  std::string text =
      "# Nonidealities\n\nGenerated from their declarations by `imcbench describe --page`; a test "
      "fails when this page is stale.\n`imcbench verify` holds each of them against its closed "
      "form.\n\nIn the order in which a chip meets them. \"Drawn\" is how long one draw lives: it "
      "decides the address of the draw.\n\n| stage | nonideality | drawn | what it is |\n"
      "|---|---|---|---|\n";
  for (const StageRecord& record : stage_records()) {
    const NonidealityInfo& i = *record.info;
    text += fmt::format("| {} | [{}](#{}) | {} | {} |\n", name_of(i.stage), i.name, i.name,
                        name_of(i.lifetime), cell(i.summary));
  }
  text += "\n";
  for (const StageRecord& record : stage_records()) text += section(record);
  text.pop_back();  // the blank line after the last section
  return text;
}

}  // namespace imcbench
