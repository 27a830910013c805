# SPDX-License-Identifier: Apache-2.0
"""The report in a real browser, headless, on a wide and a narrow screen: nothing on the console,
nothing wider than the screen, every picture drawn. The page itself has no script; a second page,
made here, shows it in a frame and measures it."""
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import synthetic_studies

import imc_analysis

WIDTHS_PX = (1280, 420)
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
               None)
MEASURE = """
addEventListener('load', () => {
  const page = document.getElementById('page').contentDocument;
  const drawn = [...page.querySelectorAll('figure svg')].filter(svg => {
    const box = svg.getBoundingClientRect();
    return box.width > 200 && box.height > 50 && svg.querySelectorAll('path').length > 10;
  });
  for (const fold of page.querySelectorAll('details')) fold.open = true;
  const root = page.documentElement;
  const cut = [...page.querySelectorAll('.scroll')].filter(
    box => box.querySelector('table') && !box.closest('figure') &&
           box.scrollWidth > box.clientWidth);
  document.body.append(Object.assign(document.createElement('pre'), {id: 'measured',
    textContent: JSON.stringify({figures: page.querySelectorAll('figure').length,
      drawn: drawn.length, cut: cut.length,
      widest: Math.max(root.scrollWidth, page.body.scrollWidth),
      screen: root.clientWidth, paper: getComputedStyle(page.body).maxWidth})}));
});
"""


def browse(page, width_px, folder):
    """(what MEASURE found, lines of the console) of an HTML text on a screen of this width."""
    outer = (f'<!DOCTYPE html><meta charset="utf-8"><body style="margin:0"><iframe id="page" '
             f'style="border:0;width:{width_px}px;height:2000px" srcdoc="{html.escape(page)}">'
             f"</iframe><script>{MEASURE}</script></body>")
    path = Path(folder) / "outer.html"
    path.write_text(outer, encoding="utf-8")
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--v=0",
         "--enable-logging=stderr",
         f"--user-data-dir={folder}/profile", "--virtual-time-budget=20000", "--dump-dom",
         f"--window-size={width_px},2000", path.as_uri()],
        capture_output=True, text=True, check=True, timeout=240)
    found = re.search(r'<pre id="measured">(.*?)</pre>', done.stdout)
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return json.loads(html.unescape(found.group(1))) if found else None, console


class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        path = Path(cls.folder.name) / "result.h5"
        synthetic_studies.write(path, chips=30)
        cls.page, cls.pictures = imc_analysis.build(imc_analysis.load(path))

    def test_pages_are_drawn_without_a_word_on_the_console(self):
        for width in WIDTHS_PX:
            with self.subTest(width):
                found, console = browse(self.page, width, self.folder.name)
                self.assertEqual(console, [])
                self.assertEqual(found["figures"], len(self.pictures))
                self.assertEqual(found["drawn"], len(self.pictures))
                self.assertEqual(found["screen"], width)
                self.assertLessEqual(found["widest"], width)
                if width == max(WIDTHS_PX):
                    self.assertEqual(found["cut"], 0)  # tables of scenarios fit
                self.assertNotEqual(found["paper"], "none")  # the style sheet is in force

    def test_these_checks_can_fail(self):
        broken = self.page.replace("</main>", '<script>alert("no")</script><img src="http://'
                                   '127.0.0.1:9/x.png"><div style="width:3000px">wide</div></main>')
        found, console = browse(broken, 1280, self.folder.name)
        self.assertGreater(found["widest"], 1280)
        self.assertGreaterEqual(len(console), 2)  # the page's own policy refuses both


if __name__ == "__main__":
    if not BROWSER:
        print("SKIPPED: no chromium was found")
        sys.exit(0)
    unittest.main()
