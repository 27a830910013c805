// SPDX-License-Identifier: Apache-2.0
#include "results/csv.h"

#include <sstream>

#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

TEST(Csv, OneLinePerScenarioChipAndTime) {
  ResultFile result{make_provenance(), {}};
  result.scenarios.push_back({make_record("mlp", 1000, 2), {}});
  result.scenarios.push_back({make_record("lenet", 3, 1), {}});
  // 2^24 is 1 nat: 500 nat over 1000 samples; 1 unit of 2^-24 nat over 3 samples.
  result.scenarios[0].trials = {{7}, {900, 850}, {500ll << 24, -(1ll << 24)}, {0, 0}, {}};
  result.scenarios[1].trials = {{4000000000u}, {3}, {1}, {0}, {}};
  std::ostringstream out;
  write_csv(out, result);
  EXPECT_EQ(out.str(),
            "scenario,chip,time_s,correct,total,loss\n"
            "mlp/none#0,7,0,900,1000,0.5\n"
            "mlp/none#0,7,9,850,1000,-0.001\n"
            "lenet/none#1,4000000000,0,3,3,1.9868214925130207e-08\n");
}

TEST(Csv, NamesWithSpecialCharactersAreQuoted) {
  ResultFile result{make_provenance(), {}};
  result.scenarios.push_back({make_record("a,\"b\"\nc", 1000, 1), {}});
  result.scenarios[0].trials = {{0}, {1}, {0}, {0}, {}};
  std::ostringstream out;
  write_csv(out, result);
  EXPECT_EQ(out.str(),
            "scenario,chip,time_s,correct,total,loss\n\"a,\"\"b\"\"\nc/none#0\",0,0,1,1000,0\n");
}

TEST(Csv, LossKeepsAllItsDigits) {
  ResultFile result{make_provenance(), {}};
  result.scenarios.push_back({make_record("mlp", 10007, 1), {}});
  result.scenarios[0].trials = make_trials(result.scenarios[0].record, {0});
  std::ostringstream out;
  write_csv(out, result);
  const std::string text = out.str();
  const double loss = std::stod(text.substr(text.rfind(',') + 1));
  EXPECT_EQ(std::llround(loss * 10007 * kLossScale), result.scenarios[0].trials.loss_q24[0]);
}

}  // namespace
}  // namespace imcbench::testing
