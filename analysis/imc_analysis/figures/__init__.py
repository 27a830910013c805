# SPDX-License-Identifier: Apache-2.0
"""The pictures of a report, one file a kind. Each has pictures(...) or picture(...), which returns
Pictures with caption and numbers, and a function that draws the bare matplotlib Figure."""
