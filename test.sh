#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds everything, and passes every test. Tests that need a GPU, or data that is not
# here (IMCBENCH_DATA names a folder), are shown as skipped. Arguments go to ctest.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/tools/setup.sh"

install_packages
install_browser
configure
compile all
say "testing"
ctest --test-dir "$build" --output-on-failure -j "$jobs" "$@"
