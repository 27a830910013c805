# SPDX-License-Identifier: Apache-2.0
# Sourced by run.sh and test.sh: packages, configuration, the Python with the analysis libraries.
# Every step looks first whether it is already done.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${IMCBENCH_BUILD_DIR:-$root/build}
jobs=$(nproc)

say() { printf '==> %s\n' "$*"; }

missing_packages() {
  local name
  grep -v '^#' "$root/tools/packages.txt" | while read -r name; do
    [ -n "$name" ] || continue
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || printf '%s\n' "$name"
  done
}

install_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "no apt here: taking for granted what tools/packages.txt lists"
    return
  fi
  local missing
  mapfile -t missing < <(missing_packages)
  if [ ${#missing[@]} -eq 0 ]; then
    return
  fi
  say "installing: ${missing[*]}"
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
}

# A Python that can import the analysis libraries; Debian's own before whatever is first on PATH.
find_python() {
  local python
  for python in /usr/bin/python3 python3; do
    if "$python" -c 'import h5py, numpy, scipy, matplotlib, pandas' 2>/dev/null; then
      printf '%s\n' "$python"
      return
    fi
  done
  printf 'no python3 with h5py, numpy, scipy, pandas and matplotlib was found\n' >&2
  return 1
}

# A browser to look at the report with: a big download, and not everywhere a plain package.
install_browser() {
  command -v apt-get >/dev/null || return 0
  local name
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && return 0
  done
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  say "installing: chromium (for the test of the report's page)"
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium >/dev/null 2>&1 || say "no chromium to install: that test will be skipped"
}

configure() {
  [ -f "$build/build.ninja" ] && [ -f "$build/CMakeCache.txt" ] && return
  say "configuring in $build"
  cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release
}

compile() {
  say "building $*"
  cmake --build "$build" -j "$jobs" --target "$@"
}
