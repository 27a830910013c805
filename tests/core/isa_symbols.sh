#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# isa_symbols.sh OBJECT...: objects built for one instruction set must not define symbols the linker
# could share (weak, unique): code for a new processor would end up in the path of an old one.
set -euo pipefail
status=0
for object in "$@"; do
  # DW.ref.*: where an exception's handler is found; a pointer, no code.
  shared=$(nm -C "$object" | grep -E ' [WVu] ' | grep -v ' DW\.ref\.' || true)
  if [ -n "$shared" ]; then
    printf '%s defines shared symbols:\n%s\n' "$object" "$shared"
    status=1
  fi
done
printf '%d objects looked at\n' $#
exit $status
