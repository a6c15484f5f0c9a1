# Looks at lessons' pages in a headless browser, and fails where one does not fit: python3 check_lessons.py PAGE…
#
# At 1280 and 390 pixels, light and dark: no error, nothing wider than the window, every figure there and of the right colours. On paper the
# answers that a screen folds are shown.

import os
import sys

import browser

IMAGES = """
Array.from(document.images).map(function (image) {
  return [image.complete && image.naturalWidth > 0, image.currentSrc === image.previousElementSibling.srcset];
})
"""


def faults_of(show, page):
    faults = []
    for width in (1280, 390):
        for dark in (False, True):
            where = f"{os.path.basename(page)}, {width} pixels, {'dark' if dark else 'light'}"
            show.open("file://" + os.path.abspath(page), width=width, dark=dark)
            wide = show.value("document.documentElement.scrollWidth")
            if wide > width:
                faults.append(f"{where}: the page is {wide} wide")
            show.value("Promise.all(Array.from(document.images).map(function (image) { return image.decode(); }))")
            for number, (is_there, is_dark) in enumerate(show.value(IMAGES)):
                if not is_there or is_dark != dark:
                    faults.append(f"{where}: figure {number + 1} is {'of the other colours' if is_there else 'missing'}")
    show.ask("Emulation.setEmulatedMedia", media="print", features=[])
    hidden = show.value(
        "Array.from(document.querySelectorAll('details p')).filter(function (p) { return p.getBoundingClientRect().height === 0; }).length")
    if hidden:
        faults.append(f"{os.path.basename(page)}: {hidden} answers are not on paper")
    return faults


show = browser.Browser(browser.find())
try:
    faults = [fault for page in sys.argv[1:] for fault in faults_of(show, page)] + show.problems
finally:
    show.close()
for fault in faults:
    print("check_lessons:", fault, file=sys.stderr)
print(f"{len(sys.argv) - 1} lessons' pages looked at, {len(faults)} faults")
sys.exit(1 if faults or len(sys.argv) < 2 else 0)
