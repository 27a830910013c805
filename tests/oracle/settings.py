# SPDX-License-Identifier: Apache-2.0
"""The hardware settings of a case, from their canonical text: "hardware.adc.steps = 254"."""


def number_or_text(value):
    try:
        return float(value)
    except ValueError:
        return value


class Settings(dict):
    """settings["adc"]["steps"]; a stage that is off is absent; a choice is its index."""

    def __init__(self, text):
        super().__init__()
        for line in text.splitlines():
            name, value = line.removeprefix("hardware.").split(" = ")
            stage, _, parameter = name.partition(".")
            values = self.setdefault(stage, {})
            if parameter:
                values[parameter] = number_or_text(value)
