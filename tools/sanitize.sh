#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds with the address and undefined-behaviour sanitizers and runs every test under them. Slow;
# arguments go to ctest.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

install_packages
build=$root/build-sanitize
[ -f "$build/build.ninja" ] || cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DIMCBENCH_SANITIZE=ON -DIMCBENCH_CUDA=OFF -DIMCBENCH_BENCHMARKS=OFF
compile all
# Peak memory is not the program's own under these tools.
ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
  ctest --test-dir "$build" --output-on-failure -j "$jobs" --exclude-regex 'cli/memory' "$@"
