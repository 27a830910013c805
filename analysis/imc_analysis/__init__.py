# SPDX-License-Identifier: Apache-2.0
"""Read imcbench result files (results/README.md) and explain them: tables, pictures, one HTML page.

Reads only. Needs numpy, scipy, pandas, h5py; pictures and reports also matplotlib.
"""
