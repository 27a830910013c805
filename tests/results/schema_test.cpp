// SPDX-License-Identifier: Apache-2.0
// Results read back as written; files that break a rule are refused.
#include "results/schema.h"

#include "results/hdf5.h"
#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

TEST(Schema, AResultReadsBackAsWritten) {
  const TempFolder folder;
  for (const bool with_bits : {false, true}) {
    const ResultFile result = make_result({0, 3, 4, 4294967295u}, with_bits);
    write_result(folder.file("r.h5"), result);
    expect_equal(read_result(folder.file("r.h5")), result);
  }
}

TEST(Schema, SeveralPredictionsASampleReadBackAsWritten) {
  const TempFolder folder;
  ScenarioResult scenario{make_record("words", 50), {}};
  scenario.record.predictions_per_sample = 7;
  scenario.record.fp_correct = 350;
  scenario.trials = make_trials(scenario.record, {0, 1, 5}, true);
  write_result(folder.file("a.h5"), {make_provenance(), {scenario}, {}});
  const ResultFile read = read_result(folder.file("a.h5"));
  EXPECT_EQ(read.scenarios[0].record, scenario.record);
  EXPECT_EQ(read.scenarios[0].trials, scenario.trials);
  EXPECT_EQ(read.scenarios[0].trials.correct_bits.size(), 3u * 2 * 44);
  scenario.record.predictions_per_sample = 0;
  EXPECT_NE(find_problem({make_provenance(), {scenario}, {}}).find("predictions_per_sample: 0"),
            std::string::npos);
}

TEST(Schema, StudiesReadBackAsWrittenHoweverLong) {
  const TempFolder folder;
  ResultFile result = make_result({0, 3});
  const std::string long_text(300000, '7');  // more than HDF5 allows an attribute
  result.studies = {{"sources", "[\"" + long_text + "\"]"},
                    {"tolerance", "{\"unit\": \"\xc2\xb5S\"}"}};
  write_result(folder.file("r.h5"), result);
  expect_equal(read_result(folder.file("r.h5")), result);
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
  const ScenarioRecord record = make_record("mlp", 10000, 5);
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
    {"chip 2, time 1: correct = 1001 and rejected = 0; at most 1000 predictions",
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

TEST(Schema, BitsAfterTheLastSampleAreZero) {
  ResultFile result{make_provenance(), {}};
  const ScenarioRecord record = make_record("mlp", 13, 1);
  result.scenarios.push_back({record, {{0}, {2}, {0}, {0}, {0x01, 0x10}}});  // samples 0 and 12
  EXPECT_EQ(find_problem(result), "");
  result.scenarios[0].trials.correct_bits = {0x01, 0x20};  // sample 13 of 0 to 12
  EXPECT_NE(find_problem(result).find("correct_bits do not agree"), std::string::npos);
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
      {path, "schema version 4; this program reads version 3 only"});
  refuse(
      [](H5Group& root) {
        root.set_attribute("format", kResultFormat);
        root.set_attribute("schema_version", std::int32_t{1});
        root.set_attribute("program_version", "0.1.0");
      },
      {path, "schema version 1; this program reads version 3 only: run the suite again, or use",
       "that wrote the file (0.1.0)"});
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
