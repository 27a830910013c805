#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds, simulates the chips of suites/quick.toml and of a small network of each family, and
# writes their reports. Safe to run twice: finished work is not done again. Arguments go to
# `imcbench run` (for example --overwrite).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/tools/setup.sh"

install_packages
configure
compile imcbench
python=$(find_python)

out=$root/out
mkdir -p "$out"
for suite in quick cnn/quick rnn/quick transformer/quick; do
  name=${suite//\//-}
  say "simulating: suites/$suite.toml"
  "$build/imcbench" run "$root/suites/$suite.toml" --out "$out/$name.h5" --resume "$@"
  "$build/imcbench" report "$out/$name.h5"
  say "drawing the report"
  PYTHONPATH=$root/analysis "$python" -m imc_analysis "$out/$name.h5" \
    --html "$out/$name.html" --png-dir "$out/pictures/$name"
  printf '\nresult file  %s\nreport       %s\npictures     %s\n' \
    "$out/$name.h5" "$out/$name.html" "$out/pictures/$name"
done
