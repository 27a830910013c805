# SPDX-License-Identifier: Apache-2.0
"""All stages that the oracle knows."""
from age_stages import AGE
from faults import FAULTS
from fluctuations import FLUCTUATIONS
from input_stages import INPUTS
from output_stages import OUTPUTS
from program_stages import FABRICATE, PROGRAM

# Stages that are no link of a chain: mapping.py, slices.py, tile.py, compensation.py.
CONTROL = {"mapping", "weight_slices", "input_management", "bound_management", "drift_compensation"}

KNOWN_STAGES = CONTROL.union(FABRICATE, FAULTS, PROGRAM, AGE, INPUTS, FLUCTUATIONS, OUTPUTS)
