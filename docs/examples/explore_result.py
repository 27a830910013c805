# SPDX-License-Identifier: Apache-2.0
# %% [markdown]
# # Explore a result file
#
# `pip install ./analysis`, then run this as a script (`python explore_result.py mine.h5`), or cell by
# cell in an editor that knows `# %%`, next to a result file `mine.h5`.

# %%
import sys

import matplotlib.pyplot as plt

import imc_analysis
from imc_analysis import statistics

result = imc_analysis.load(sys.argv[1] if len(sys.argv) > 1 else "mine.h5")
print(result.attributes["suite_name"], "by imcbench", result.attributes["program_version"])

# %% [markdown]
# One row per scenario: what was changed, how many chips ran, and why it stopped.

# %%
print(result.scenario_table()[["model", "optimization", "chips", "stopping_reason"]].to_string())

# %% [markdown]
# One row per scenario and time, with intervals over chips. Every setting that the suite swept is a
# column. Accuracies are fractions.

# %%
summary = result.summary()
columns = ["scenario", *result.settings.columns, "time_s", "accuracy_mean", "ci_low", "ci_high",
           "q05", "yield"]
print(summary[columns].to_string(index=False, float_format="{:.4f}".format))

# %% [markdown]
# One row per chip and time: pandas does the rest. Which chips are the worst after the longest time?

# %%
trials = result.trials()
last = trials[trials["time_s"] == trials["time_s"].max()]
print(last.nsmallest(5, "accuracy")[["scenario", "chip", "accuracy", "loss_nat"]].to_string())

# %% [markdown]
# What can be claimed of all chips of this kind, with 95 % confidence?

# %%
first = result.scenarios[0]
bound = statistics.tolerance_bound(first.correct[:, -1], first.predictions, share=0.95,
                                   confidence=0.95)
if bound:
    print(f"95 % of all chips reach {100 * bound['accuracy']:.2f} %")
else:
    print(f"too few chips: it takes {statistics.chips_for_claim(0.95, 0.95)}")

# %% [markdown]
# Two scenarios on the same chips and samples, compared chip by chip.

# %%
if len(result.scenarios) > 1:
    second = result.scenarios[1]
    found = statistics.compare_paired(second.correct[:, -1], first.correct[:, -1],
                                      first.predictions)
    difference = found["paired"]
    print(f"second minus first: {100 * difference['value']:+.2f} points "
          f"[{100 * difference['low']:+.2f}, {100 * difference['high']:+.2f}], "
          f"p = {found['sign_flip']['p_value']:.2g}; pairing made the interval "
          f"{found['gain']:.1f} times narrower")

# %% [markdown]
# A picture of your own, next to those of the report.

# %%
for name, chips in last.groupby("scenario"):
    plt.hist(100 * chips["accuracy"], bins=30, histtype="step", label=name)
plt.xlabel("test accuracy of a chip (%)")
plt.ylabel("chips")
plt.legend(title="scenario")
plt.savefig("explore_result.png", dpi=120)

# %% [markdown]
# The report: its page, and every figure as a matplotlib Figure with its numbers as a frame.

# %%
page, pictures = imc_analysis.build(result)
for picture in pictures:
    print(f"{picture.name}: {len(picture.numbers)} rows")
