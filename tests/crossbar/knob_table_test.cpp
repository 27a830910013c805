// SPDX-License-Identifier: Apache-2.0
// How far each knob of the circuits moves eps_M: the table at the end of the fact sheet's section 5
// (layout B, 1 h, 14.1 % with nothing turned) within one point, and the equal-error settings under
// it. PCM scale is in pcm_scale_test.cpp. The sheet compensated drift by reading tiles through
// their noisy circuits, which coarse converters and strong output noise corrupt (its section 2.6,
// item 2): such rows are shown with that read-out, and shown to be cured by the ideal one.
//
// Between tiles eps_M deviates by 0.15 point at most (0.22 with a 5-bit ADC), its mean over tiles
// by less than 0.08. With new seeds "PCM x1.5" would fail in about 1 of 300 cases (our 19.1 % is
// near its limit, for the reason told in pcm_scale_test.cpp), any other row in less than 1 of 1000.
#include "tests/crossbar/knobs.h"

namespace imcbench {
namespace {

using namespace testing_tile;

struct Row {
  Knob knob;
  double epsilon;  // percent, fact sheet
};

constexpr Row kRows[] = {
    {{"ir_drop", "scale", 1}, 14.1},         {{"output_noise", "sigma", 0.08}, 14.8},
    {{"output_noise", "sigma", 0.16}, 17.6}, {{"output_noise", "sigma", 0.32}, 25.0},
    {{"dac", "steps", steps_of(7)}, 14.2},   {{"dac", "steps", steps_of(6)}, 14.4},
    {{"dac", "steps", steps_of(5)}, 15.2},   {{"dac", "steps", steps_of(4)}, 18.7},
    {{"adc", "steps", steps_of(7)}, 14.3},   {{"adc", "steps", steps_of(6)}, 15.4},
    {{"adc", "steps", steps_of(5)}, 32.7},   {{"ir_drop", "scale", 3}, 14.3},
    {{"ir_drop", "scale", 10}, 16.2},        {{"ir_drop", "scale", 30}, 28.4}};

TEST(KnobTable, CircuitsWithTheNoisyReadout) {
  for (const auto& [knob, epsilon] : kRows) {
    const Measured got = measure(turned({knob}, kNoisy));
    print(fmt::format("{}.{} = {} ({:.1f})", knob.stage, knob.param, knob.value, epsilon), got);
    EXPECT_NEAR(got.epsilon.mean, epsilon, 1.0) << knob.stage << " " << knob.value;
    EXPECT_LT(got.epsilon.deviation, 0.03 * epsilon);
  }
}

struct Artefact {
  Knob knob;
  double factor;      // fact sheet, through the noisy read-out
  double tolerance;   // relative; tiles deviate by 2.2 % with 4 bits, else by 0.2 %; the
                      // sheet's is one tile
  double least_cure;  // points of eps_M by which the ideal read-out is better
};

constexpr Artefact kArtefacts[] = {{{"adc", "steps", steps_of(5)}, 1.63, 0.02, 14},
                                   {{"adc", "steps", steps_of(4)}, 4.95, 0.08, 200},
                                   {{"output_noise", "sigma", 0.16}, 1.20, 0.02, 0.6},
                                   {{"output_noise", "sigma", 0.32}, 1.11, 0.02, 1.5}};

TEST(KnobTable, ReadoutArtefactsAreGoneWithTheIdealReadout) {
  for (const Artefact& row : kArtefacts) {
    const Measured noisy = measure(turned({row.knob}, kNoisy));
    const Measured ideal = measure(turned({row.knob}, kIdeal));
    const auto what = fmt::format("{}.{} = {}", row.knob.stage, row.knob.param, row.knob.value);
    print(fmt::format("{}, noisy ({:.2f})", what, row.factor), noisy);
    print(fmt::format("{}, ideal", what), ideal);
    EXPECT_NEAR(noisy.factor.mean, row.factor, row.tolerance * row.factor) << what;
    EXPECT_LT(ideal.epsilon.mean, noisy.epsilon.mean - row.least_cure) << what;
    expect_correct_factor(ideal);
  }
}

struct EqualError {
  const char* what;
  std::vector<Knob> knobs;
  Readout readout;
  double tolerance;  // points around 20 %
};

std::vector<Knob> pcm(double scale) {
  return {{"pcm_programming_noise", "scale", scale}, {"pcm_accumulated_noise", "scale", scale}};
}

// The sheet's settings for eps_M = 20 % through its read-out, then ours for the ideal read-out. The
// sheet's sigma is no setting for an ideal read-out: it owes 1.6 of its 20 points to the artefact.
TEST(KnobTable, EqualErrorSettings) {
  const EqualError settings[] = {
      {"fact sheet: PCM x1.5, noisy", pcm(1.5), kNoisy, 1.0},
      {"fact sheet: PCM x1.5, ideal", pcm(1.5), kIdeal, 1.0},
      {"fact sheet: sigma_out 0.21, noisy", {{"output_noise", "sigma", 0.21}}, kNoisy, 1.0},
      {"fact sheet: IR drop x17, noisy", {{"ir_drop", "scale", 17}}, kNoisy, 1.0},
      {"fact sheet: IR drop x17, ideal", {{"ir_drop", "scale", 17}}, kIdeal, 1.0},
      {"ours: PCM x1.6, ideal", pcm(1.6), kIdeal, 0.5},
      {"ours: sigma_out 0.26, ideal", {{"output_noise", "sigma", 0.26}}, kIdeal, 0.5},
      {"ours: IR drop x18, ideal", {{"ir_drop", "scale", 18}}, kIdeal, 0.5}};
  for (const EqualError& setting : settings) {
    const Measured got = measure(turned(setting.knobs, setting.readout));
    print(setting.what, got);
    EXPECT_NEAR(got.epsilon.mean, 20.0, setting.tolerance) << setting.what;
  }
  const Measured cured = measure(turned({{"output_noise", "sigma", 0.21}}, kIdeal));
  print("fact sheet: sigma_out 0.21, ideal", cured);
  EXPECT_LT(cured.epsilon.mean, 18.5);
}

}  // namespace
}  // namespace imcbench
