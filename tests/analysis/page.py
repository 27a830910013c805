# SPDX-License-Identifier: Apache-2.0
"""An HTML page taken apart, for the tests of reports."""
import re
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Checks that tags close in order, and collects text, ids, references and alt texts."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.references, self.alts, self.tags = [], [], [], [], []
        self.words = []
        self.feed(text)
        self.close()
        assert not self.open, self.open
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        for key, value in attributes:
            if key == "id":
                self.ids.append(value)
            if key in ("href", "xlink:href", "src", "srcset", "data", "poster", "action"):
                self.references.append(value)
            if key in ("clip-path", "style", "mask", "fill"):
                self.references += re.findall(r"url\(([^)]*)\)", value)
            if key == "aria-label":
                self.alts.append(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open[-3:])
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)
