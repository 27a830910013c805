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
  result.scenarios[0].record.settings = "";
  result.scenarios[1].record.settings = "adc.bits = 8\noutput_noise.sigma = 0.04\n";
  result.scenarios[1].trials = {{4000000000u}, {3}, {1}, {0}, {}};
  std::ostringstream out;
  write_csv(out, result);
  EXPECT_EQ(out.str(),
            "scenario,chip,time_s,correct,total,loss,settings\n"
            "mlp/none#0,7,0,900,1000,0.5,\n"
            "mlp/none#0,7,9,850,1000,-0.001,\n"
            "lenet/none#1,4000000000,0,3,3,1.9868214925130207e-08,"
            "adc.bits = 8; output_noise.sigma = 0.04\n");
}

TEST(Csv, NamesWithSpecialCharactersAreQuoted) {
  ResultFile result{make_provenance(), {}};
  result.scenarios.push_back({make_record("a,\"b\"\nc", 1000, 1), {}});
  result.scenarios[0].record.settings = "mode = \"a, b\"";
  result.scenarios[0].trials = {{0}, {1}, {0}, {0}, {}};
  std::ostringstream out;
  write_csv(out, result);
  EXPECT_EQ(out.str(),
            "scenario,chip,time_s,correct,total,loss,settings\n"
            "\"a,\"\"b\"\"\nc/none#0\",0,0,1,1000,0,\"mode = \"\"a, b\"\"\"\n");
}

TEST(Csv, EveryFactorIsAColumnThatIsEmptyWhereAScenarioHasNone) {
  ResultFile result{make_provenance(), {}};
  for (const char* factors : {"x.a ~ uniform(0, 1)\ny.b ~ normal(1, 2)\nproposal: none", "",
                              "y.b ~ normal(1, 2)", "of unknown form"}) {
    result.scenarios.push_back({make_record("m", 10, 1), {{5}, {9}, {0}, {0}, {}}});
    result.scenarios.back().record.factors = factors;
    result.scenarios.back().record.settings = "";
  }
  result.scenarios[0].trials.factor = {0.1, -2};
  result.scenarios[2].trials.factor = {3};
  result.scenarios[3].trials.factor = {4e-9};
  std::ostringstream out;
  write_csv(out, result);
  EXPECT_EQ(out.str(),
            "scenario,chip,time_s,correct,total,loss,settings,x.a,y.b,factor 0\n"
            "m/none#0,5,0,9,10,0,,0.1,-2,\n"
            "m/none#1,5,0,9,10,0,,,,\n"
            "m/none#2,5,0,9,10,0,,,3,\n"
            "m/none#3,5,0,9,10,0,,,,4e-09\n");
}

TEST(Csv, LossKeepsAllItsDigits) {
  ResultFile result{make_provenance(), {}};
  result.scenarios.push_back({make_record("mlp", 10007, 1), {}});
  result.scenarios[0].trials = make_trials(result.scenarios[0].record, {0});
  result.scenarios[0].record.settings = "";
  std::ostringstream out;
  write_csv(out, result);
  const std::string text = out.str();
  std::istringstream line(text.substr(text.rfind('\n', text.size() - 2) + 1));
  std::string field;
  for (int i = 0; i < 6; ++i) std::getline(line, field, ',');  // the sixth is the loss
  const double loss = std::stod(field);
  EXPECT_EQ(std::llround(loss * 10007 * kLossScale), result.scenarios[0].trials.loss_q24[0]);
}

}  // namespace
}  // namespace imcbench::testing
