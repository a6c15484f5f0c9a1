# Touches a report in a headless browser as its readers do, and fails where something does not answer: python3 check_report.py PAGE
#
# At 1280 and 390 pixels, light and dark: no error, nothing wider than the window, no label cut off, every mark says its value. With mouse,
# finger and keys: models are highlighted and hidden, dials are turned, words are looked into; and the address brings it all back. Without
# the script all still reads. On paper there are 12 pages at most, with whole figures and no controls.

import json
import os
import re
import sys

import browser

CUT_LABELS = """
Array.from(document.querySelectorAll("svg[role=img] text")).filter(function (text) {
  var box = text.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
}).map(function (text) { return text.textContent; })
"""

# Marks in what is folded have no place; all are unfolded before.
MUTE_MARKS = """
(function () {
  var tip = document.getElementById("tip"), marks = Array.from(document.querySelectorAll("[data-value]"));
  var mute = marks.filter(function (mark) {
    mark.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: 50, clientY: 50 }));
    return tip.hidden || tip.textContent !== mark.dataset.value;
  });
  return [marks.length, mute.length];
})()
"""


def shown(selector):
    """An expression: how many elements of a kind are shown."""
    return (f"Array.from(document.querySelectorAll({json.dumps(selector)}))"
            ".filter(function (item) { return item.getClientRects().length > 0; }).length")


class Check:
    def __init__(self, page):
        self.page = "file://" + os.path.abspath(page)
        self.size = os.path.getsize(page)
        self.browser = browser.Browser(browser.find())
        self.count, self.faults = 0, []

    def that(self, is_so, what):
        self.count += 1
        if not is_so:
            self.faults.append(what)

    def hash(self):
        return self.browser.value("decodeURIComponent(location.hash)")

    def pressed(self, selector):
        return self.browser.value(f"document.querySelector({json.dumps(selector)}).getAttribute('aria-pressed')") == "true"

    # Each of the following opens the page anew.

    def look(self, width, dark):
        where = f"{width} pixels, {'dark' if dark else 'light'}"
        show = self.browser
        show.open(self.page, width=width, dark=dark)
        for state in ("folded", "unfolded"):
            wide = show.value("document.documentElement.scrollWidth")
            self.that(wide <= width, f"{where}, {state}: the page is {wide} wide")
            cut = show.value(CUT_LABELS)
            self.that(not cut, f"{where}, {state}: labels are cut off: {cut[:3]}")
            show.value("document.querySelectorAll('details').forEach(function (item) { item.open = true; })")
        marks, mute = show.value(MUTE_MARKS)
        self.that(marks > 0 and mute == 0, f"{where}: {mute} of {marks} marks do not say their values")

    def models(self, width):
        show = self.browser
        show.open(self.page, width=width)
        names = show.value("Array.from(document.querySelectorAll('[data-highlight]')).map(function (b) { return b.dataset.highlight; })")
        press = show.click if width > 600 else show.tap
        model, other = names[-1], names[0]
        part = show.value(f"document.querySelector('[data-highlight={other}]').dataset.class")
        press(f"[data-highlight={model}]")
        self.that(self.pressed(f"[data-highlight={model}]") and f"highlight={model}" in self.hash(), f"{model} is not highlighted")
        all_parts = show.value(f"document.querySelectorAll('main .{part}').length")
        dim = show.value(f"document.querySelectorAll('main .{part}.dim').length")
        self.that(dim == all_parts > 5, f"{dim} of {all_parts} parts of {other} step back")
        press(f"[data-hide={other}]")
        self.that(show.value(shown(f"main .{part}")) == 0, f"{other} is not hidden everywhere")
        self.that(self.pressed(f"[data-hide={other}]") and f"hide={other}" in self.hash(), "what is hidden is not told")
        if width > 600:
            show.point("#stage .words .w:nth-of-type(2)")
            self.that(show.value(shown(f"#stage .{part}")) == 0, f"{other} comes back where a word is pointed at")
        # The address brings it back.
        address = self.page + show.value("location.hash")
        show.open(address, width=width)
        self.that(self.pressed(f"[data-highlight={model}]") and show.value(shown(f"main .{part}")) == 0, "the address forgets models")
        press(".all")
        self.that(self.hash() == "" and show.value(shown(f"main .{part}")) > 5, "not all comes back")

    def dials(self):
        show = self.browser
        show.open(self.page)
        step = "#dial-step"
        before = show.value("document.querySelector('[data-by=step][data-texts]').textContent")
        show.value(f"document.querySelector('{step}').focus()")
        show.press("Home")
        self.that("step=0" in self.hash(), "the slider does not answer to keys")
        after = show.value("document.querySelector('[data-by=step][data-texts]').textContent")
        self.that(before != after, "no number follows the slider")
        self.that(show.value(shown(".cursor.on[data-by=step]")) > 0, "no line follows the slider")
        self.that(show.value(f"document.querySelector('{step}').getAttribute('aria-valuetext')") == after, "the slider does not say its step")
        if show.value("document.querySelector('#dial-distance') !== null"):
            text = "Array.from(document.querySelectorAll('[data-by=distance][data-texts]')).map(function (p) { return p.textContent; }).join()"
            before = show.value(text)
            # A list that opens over the page takes no keys here; choosing sends the same event.
            show.value("(function (list) { list.value = list.options[list.options.length - 1].value;"
                       " list.dispatchEvent(new Event('input', { bubbles: true })); })(document.querySelector('#dial-distance'))")
            self.that("distance=" in self.hash() and show.value(text) != before, "no number follows the distance")
            chosen, address = show.value(text), self.page + show.value("location.hash")
            show.open(address)
            self.that(show.value(text) == chosen, "the address forgets the distance")

    def reader(self, width):
        show = self.browser
        show.open(self.page, width=width)
        self.that(show.value("document.querySelectorAll('.reading').length") >= 8, "fewer than eight sentences")
        spoken = "document.querySelector('#stage .spoken').textContent"
        press = show.click if width > 600 else show.tap
        press("#stage .numbers button:nth-of-type(3)")
        self.that("sentence=3" in self.hash(), "no sentence can be chosen")
        last = show.value(spoken)
        press("#stage .words .w:nth-of-type(5)")
        word = show.value("document.querySelector('#stage .words .w:nth-of-type(5)').textContent")
        self.that("word=5" in self.hash() and word in show.value(spoken) != last, "a word that is pressed is not looked into")
        self.that(self.pressed("#stage .words .w:nth-of-type(5)"), "the word that is looked into is not told")
        curves = show.value(shown("#stage .curves path"))
        self.that("%" not in show.value(spoken) or curves > 0, "no attention is drawn")
        self.that(show.value(shown("#stage .meter .gate")) > 0, "no gates or states are drawn")
        if width > 600:
            show.point("#stage .words .w:nth-of-type(2)")
            word = show.value("document.querySelector('#stage .words .w:nth-of-type(2)').textContent")
            self.that(word in show.value(spoken) and "word=5" in self.hash(), "a word that is pointed at is not looked into")
        # By keys: to the words, and along them.
        show.value("document.querySelector('#stage .words [tabindex=\"0\"]').focus()")
        show.press("ArrowRight")
        self.that("word=6" in self.hash(), "arrow keys do not go through the words")
        show.press("Home")
        self.that("word=1" in self.hash(), "Home does not go to the first word")
        heads = show.value("document.querySelectorAll('#stage-head option').length")
        said, address = show.value(spoken), self.page + show.value("location.hash")
        show.open(address, width=width)
        self.that(show.value(spoken) == said, "the address forgets the word")
        if heads > 1:
            show.value("(function (list) { list.value = '2'; list.dispatchEvent(new Event('input')); })(document.querySelector('#stage-head'))")
            self.that("head=2" in self.hash(), "no head can be chosen")

    def keys(self):
        """Everything that answers to a mouse can be reached with the Tab key."""
        show = self.browser
        show.open(self.page)
        wanted = show.value(shown("#controls button, #controls select, .dial input, #stage .numbers button, #stage select, details > summary"))
        show.value("window.reached = new Set(); document.addEventListener('focusin', function (e) { reached.add(e.target); })")
        for _ in range(wanted + 60):
            show.press("Tab")
        reached = show.value(
            "Array.from(reached).filter(function (e) { return e.matches('#controls button, #controls select, .dial input,"
            " #stage .numbers button, #stage select, details > summary'); }).length")
        self.that(reached == wanted, f"the Tab key reaches {reached} of {wanted} controls")
        self.that(show.value("Array.from(reached).some(function (e) { return e.matches('#stage .w'); })"), "it reaches no word")

    def without_script(self):
        show = self.browser
        show.open(self.page, script=False)
        for selector, is_shown in [("#controls", False), (".dial", False), ("#stage", False), (".reading", True), ("main figure svg", True)]:
            self.that((show.value(shown(selector)) > 0) == is_shown, f"without a script, {selector} is {'not ' if is_shown else ''}shown")

    def paper(self):
        show = self.browser
        show.open(self.page, width=718)
        show.ask("Emulation.setEmulatedMedia", media="print", features=[])
        self.that(show.value(shown("#controls, .dial, #stage, nav, details.more:not([open])")) == 0, "paper has controls")
        cut = show.value(CUT_LABELS)
        self.that(not cut, f"on paper, labels are cut off: {cut[:3]}")
        broken = show.value("Array.from(document.querySelectorAll('figure')).filter(function (f) {"
                            " return getComputedStyle(f).breakInside !== 'avoid'; }).length")
        self.that(broken == 0, f"{broken} figures may break over pages")
        pages = len(re.findall(rb"/Type\s*/Page[^s]", show.printed()))
        self.that(0 < pages <= 12, f"{pages} pages on paper")
        return pages

    def all(self):
        self.that(self.size <= 3_000_000, f"the page has {self.size} bytes")
        for width in (1280, 390):
            for dark in (False, True):
                self.look(width, dark)
            self.models(width)
            self.reader(width)
        self.dials()
        self.keys()
        self.without_script()
        pages = self.paper()
        self.that(not self.browser.problems, f"the page has errors: {self.browser.problems[:3]}")
        self.browser.close()
        for fault in self.faults:
            print("✗ " + fault, file=sys.stderr)
        print(f"{self.count - len(self.faults)} of {self.count} checks passed; {pages} pages on paper, {self.size} bytes")
        return not self.faults


if __name__ == "__main__":
    sys.exit(0 if Check(sys.argv[1]).all() else 1)
