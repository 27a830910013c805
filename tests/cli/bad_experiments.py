# SPDX-License-Identifier: Apache-2.0
"""Wrong tables of experiments, added to the small suite from line 22 on -> what must be said."""

AXIS = "[sweep]\n[[sweep.axis]]\nparameter = \"output_noise.sigma\"\n"
TWO_AXES = (AXIS + "values = [0.1, 0.2]\n{}\n[[sweep.axis]]\nparameter = \"adc.steps\"\n"
            "values = [8]\n{}")
HALF_WIDTH = "[stopping]\nrule = \"half_width\"\nhalf_width = 0.01\n"
PILOT = "[stopping.pilot]\nhalf_width = 0.01\n"
TOLERANCE = "[tolerance]\n{}\n[[tolerance.parameter]]\nname = \"output_noise.sigma\"\n{}"
FACTOR = "parameter = \"output_noise.sigma\"\nlaw = \"uniform\"\nfrom = 0.1\nto = 0.2"
VARIANCE = "[variance]\n{}\n[[variance.factor]]\n" + FACTOR
RARE = "[rare_failure]\n{}\n[[rare_failure.factor]]\n" + FACTOR


def values(parameter, listed):
    return f"[sweep]\n[[sweep.axis]]\nparameter = \"{parameter}\"\nvalues = {listed}"


SWEEP_EDITS = [
    ("[swep]", "suite.toml:22:2: unknown key 'swep'; did you mean 'sweep'?"),
    ("[sweep]", "suite.toml:22:1: 'axis' is missing"),
    ("[[sweep]]", "suite.toml:22:1: 'sweep' must be a table, not an array"),
    ("[sweep]\naxes = []", "suite.toml:23:1: unknown key 'axes'; did you mean 'axis'?"),
    ("[sweep]\naxis = 3", "suite.toml:23:8: 'axis' must be an array of tables, not an integer"),
    ("[sweep]\nmode = \"gird\"\n[[sweep.axis]]\nparameter = \"adc.steps\"\nvalues = [8]",
     "suite.toml:23:8: 'mode' = 'gird' is unknown; did you mean 'grid'?"),
    (AXIS, "suite.toml:23:1: one of values, linear, log2, log10 is needed"),
    (AXIS + "valus = [1]", "suite.toml:25:1: unknown key 'valus'; did you mean 'values'?"),
    (AXIS + "values = []", "suite.toml:25:10: 'values' is empty"),
    (AXIS + "values = [0.1, 0.1]", "suite.toml:25:16: '0.1' is listed twice"),
    (AXIS + "values = [0, -1]",
     "suite.toml:25:14: 'sigma' = -1 is out of range; allowed: 0 to 100"),
    (AXIS + "values = [\"a\"]", "suite.toml:25:11: 'output_noise.sigma' must be a number"),
    (AXIS + "values = [1]\nlinear = [0, 1, 3]",
     "suite.toml:26:10: 'values' and 'linear' exclude each other"),
    (AXIS + "linear = [0, 1]", "suite.toml:25:10: 'linear' must be [from, to, points]"),
    (AXIS + "linear = [0, 1, 1]", "suite.toml:25:10: 'linear': 1 points; a whole number from 2 to"),
    (AXIS + "log10 = [0, 1, 3]", "suite.toml:25:9: 'log10' = [0, ...] takes a logarithm"),
    (AXIS + "values = [1]\nzipp = \"a\"",
     "suite.toml:26:1: unknown key of a sweep axis: 'zipp'; did you mean 'zip'?"),
    (TWO_AXES.format("zip = \"a\"", "zip = \"a\""),
     "suite.toml:28:13: zip 'a': 'adc.steps' has 1 values, 'output_noise.sigma' has 2"),
    (TWO_AXES.format("", "").replace("adc.steps", "output_noise.sigma"),
     "suite.toml:28:13: 'output_noise.sigma' has two axes; the other is at "),
    (values("output_nois.sigma", "[1]"),
     "suite.toml:24:13: unknown parameter 'output_nois.sigma'; did you mean 'output_noise.sigma'?"),
    (values("adc.steps", "[8.5]"), "suite.toml:25:11: 'steps' = 8.5 must be a whole number"),
    (values("mapping.enabled", "[false]"), "suite.toml:25:11: 'mapping' cannot be switched off"),
    (values("mapping.g_min_uS", "[30]"), "at mapping.g_min_uS = 30: mapping.g_min_uS = 30 must be"),
    (values("samples", "[0]"), "suite.toml:25:11: 'samples' = 0 is out of range"),
    (values("samples", "[20000]"), "the test split of 'glyphs' has 10000"),
    (values("preset", "[\"standrad\"]"), "did you mean 'standard'?"),
    (values("model", "[\"lenet-fashion-mnst\"]"), "did you mean 'lenet-fashion-mnist'?"),
    (values("optimization", "[\"dirct\"]"), "suite.toml:25:11: unknown optimization 'dirct'"),
]

STOPPING_EDITS = [
    ("[stoping]", "suite.toml:22:2: unknown key 'stoping'; did you mean 'stopping'?"),
    ("[stopping]\nrule = \"half_widht\"",
     "suite.toml:23:8: 'rule' = 'half_widht' is unknown; did you mean 'half_width'?"),
    ("[stopping]\nrule = 3", "suite.toml:23:8: 'rule' must be a string"),
    ("[stopping]\nrule = \"half_width\"", "suite.toml:22:1: 'half_width' is missing"),
    ("[stopping]\nhalf_width = 0.01",
     "suite.toml:23:1: unknown key in [stopping] with rule 'fixed_chips': 'half_width'; valid: "),
    (HALF_WIDTH.replace("0.01", "0"),
     "suite.toml:24:14: 'half_width' = 0 is out of range; allowed"),
    (HALF_WIDTH + "sequence = \"bettin\"",
     "suite.toml:25:12: 'sequence' = 'bettin' is unknown; did you mean 'betting'?"),
    (HALF_WIDTH + "level = 95", "suite.toml:25:9: 'level' = 95 is out of range; allowed: 0.5 to"),
    ("[stopping]\nrule = \"time_budget\"", "suite.toml:22:1: 'time_budget_s' is missing"),
    ("[stopping]\nrule = \"time_budget\"\ntime_budget = 3",
     "suite.toml:24:1: unknown key 'time_budget'; did you mean 'time_budget_s'?"),
    ("[stopping]\nmax_total_chips = 0", "suite.toml:23:19: 'max_total_chips' = 0 is out of range"),
    ("[stopping]\nmax_total_chip = 5", "did you mean 'max_total_chips'?"),
    ("[stopping.pilot]", "suite.toml:22:1: 'half_width' is missing"),
    (PILOT + "chips = 4", "suite.toml:24:9: 'chips' = 4 is out of range; allowed: 8 to"),
    (PILOT + "inference = \"new_sample\"",
     "suite.toml:24:13: 'inference' = 'new_sample' is unknown; did you mean 'new_samples'?"),
    (PILOT + "max_sampels = 4",
     "suite.toml:24:1: unknown key in [stopping.pilot]: 'max_sampels'; did you mean "
     "'max_samples'?"),
    (HALF_WIDTH + PILOT,
     "a pilot decides the number of chips, so rule = \"half_width\" has no say"),
    (values("samples", "[10, 20]") + "\n" + PILOT, "which would undo the axis of 'samples'"),
]

STUDY_EDITS = [
    ("[tolerance]", "suite.toml:22:1: 'parameter' is missing"),
    (TOLERANCE.format("", ""), "suite.toml:24:1: 'to' is missing"),
    (TOLERANCE.format("", "too = 1"), "suite.toml:26:1: unknown key 'too'; did you mean 'to'?"),
    (TOLERANCE.format("", "to = 0.04"), "suite.toml:26:6: 'from' and 'to' are both 0.04"),
    (TOLERANCE.format("", "to = 1000"), "suite.toml:26:6: 'sigma' = 1000 is out of range; allowed"),
    (TOLERANCE.format("", "to = 1\nscale = \"lgo\""),
     "'scale' = 'lgo' is unknown; did you mean 'log'?"),
    (TOLERANCE.format("", "to = 1\nfrom = 0\nscale = \"log\""), "both ends must be above 0"),
    (TOLERANCE.format("time_s = 5", "to = 1"),
     "suite.toml:23:10: 'time_s' = 5 is not evaluated; chips.times_s has: 1, 86400"),
    (TOLERANCE.format("chips = 1", "to = 1"), "suite.toml:23:9: 'chips' = 1 is out of range"),
    (TOLERANCE.format("normalised_accuracy = 0.9", "to = 1"),
     "suite.toml:23:1: unknown key in [tolerance]: 'normalised_accuracy'; did you mean "
     "'normalized_accuracy'?"),
    (TOLERANCE.format("", "to = 1").replace("sigma", "sigm"), "did you mean 'output_noise.sigma'?"),
    (TOLERANCE.format("", "to = 1").replace("output_noise.sigma", "samples"),
     "suite.toml:25:8: 'samples' is not a number of the hardware"),
    ("[source]", "suite.toml:22:2: unknown key 'source'; did you mean 'sources'?"),
    ("[sources]\nstages = [\"pcm_drif\"]",
     "suite.toml:23:10: unknown stage 'pcm_drif'; did you mean 'pcm_drift'?"),
    ("[sources]\nstages = [\"mapping\"]", "suite.toml:23:10: 'mapping' cannot be switched off"),
    ("[sources]\nstages = [\"stuck_cells\"]", "'stuck_cells' is off in this suite; on: "),
    ("[sources]\nstages = [\"adc\", \"adc\"]", "suite.toml:23:10: 'adc' is listed twice"),
    ("[sources]\nshapley = true", "8 stages have 256; allowed: at most 7 stages"),
    ("[sources]\nshapely = true", "unknown key in [sources]: 'shapely'; did you mean 'shapley'?"),
    ("[variance]", "suite.toml:22:1: 'factor' is missing"),
    (VARIANCE.format("rows = 1"), "suite.toml:23:8: 'rows' = 1 is out of range; allowed: 16 to"),
    (VARIANCE.format("raws = 100"),
     "suite.toml:23:1: unknown key in [variance]: 'raws'; did you mean 'rows'?"),
    (VARIANCE.format("").replace("uniform", "unifrm"),
     "suite.toml:26:7: 'law' = 'unifrm' is unknown; did you mean 'uniform'?"),
    (VARIANCE.format("").replace("0.2", "0.1"),
     "suite.toml:28:6: 'to' = 0.1 must be above 'from' = 0.1"),
    (VARIANCE.format("").replace("output_noise", "input_noise"),
     "suite.toml:25:13: 'input_noise' is switched off in this suite"),
    (VARIANCE.format("").replace("output_noise.sigma", "adc.steps"),
     "'adc.steps' is no real number"),
    (VARIANCE.format("").replace("output_noise", "output_nois"),
     "suite.toml:25:13: unknown parameter 'output_nois.sigma'; did you mean 'output_noise.sigma'?"),
    ("[rare_failures]",
     "suite.toml:22:2: unknown key 'rare_failures'; did you mean 'rare_failure'?"),
    (RARE.format("chips = 10"), "suite.toml:23:9: 'chips' = 10 is out of range; allowed: 100 to"),
    (RARE.format("accuracy_target = 90"),
     "suite.toml:23:19: 'accuracy_target' = 90 is out of range"),
    (RARE.format("nominal_share = 0"), "suite.toml:23:17: 'nominal_share' = 0 is out of range"),
    (RARE.format("brute_force_chip = 9"),
     "unknown key in [rare_failure]: 'brute_force_chip'; did you mean 'brute_force_chips'?"),
]

# Suites whose shards cannot be cut beforehand.
ADAPTIVE = [HALF_WIDTH, PILOT, "[stopping]\nrule = \"time_budget\"\ntime_budget_s = 5",
            "[sources]\nchips = 4"]
