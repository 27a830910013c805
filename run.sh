#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds, simulates the chips of suites/quick.toml, and writes the report. Safe to run
# twice: finished work is not done again. Arguments go to `imcbench run` (for example --overwrite).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/tools/setup.sh"

install_packages
configure
compile imcbench
python=$(find_python)

out=$root/out
mkdir -p "$out"
say "simulating: suites/quick.toml"
"$build/imcbench" run "$root/suites/quick.toml" --out "$out/quick.h5" --resume "$@"
"$build/imcbench" report "$out/quick.h5"
say "drawing the report"
PYTHONPATH=$root/analysis "$python" -m imc_analysis "$out/quick.h5" \
  --html "$out/quick.html" --png-dir "$out/pictures"
printf '\nresult file  %s\nreport       %s\npictures     %s\n' \
  "$out/quick.h5" "$out/quick.html" "$out/pictures"
