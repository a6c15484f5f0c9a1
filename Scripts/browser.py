# A headless browser that a script can drive: pages, sizes, clicks, keys, pictures and prints, over the DevTools protocol.

import base64
import json
import os
import shutil
import subprocess
import tempfile


def find():
    """The browser's path, or None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


class Browser:
    """One page of a headless Chromium. Messages go through two pipes, each ended by a zero byte: no network, no library."""

    def __init__(self, path):
        to_read, self.writing = os.pipe()
        self.reading, to_write = os.pipe()
        # The browser reads from descriptor 3 and writes to 4; high numbers first, so that none is overwritten before its turn.
        high = [os.dup2(end, 60 + index) for index, end in enumerate((to_read, to_write))]

        def plug():
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.folder = tempfile.mkdtemp()
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--hide-scrollbars"]
        self.process = subprocess.Popen(
            [path, *flags, "--user-data-dir=" + self.folder, "about:blank"], preexec_fn=plug,
            pass_fds=(3, 4, *high), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for end in (to_read, to_write, *high):
            os.close(end)
        self.buffer, self.number, self.session, self.problems = b"", 0, None, []
        self.waiting = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(domain + ".enable")

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def receive(self):
        while b"\0" not in self.buffer:
            part = os.read(self.reading, 1 << 20)
            if not part:
                raise RuntimeError("the browser is gone")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(message)
        # What the page itself complains of.
        if message.get("method") == "Runtime.exceptionThrown":
            self.problems.append(message["params"]["exceptionDetails"]["exception"].get("description", "an exception"))
        if message.get("method") == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
            self.problems.append(message["params"]["entry"]["text"])
        return message

    def ask(self, method, **parameters):
        """Sends a command and returns its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.waiting.append(answer.get("method"))

    def open(self, address, width=1280, height=900, dark=False, script=True):
        """Shows a page in a window of a size, as a light or dark theme, with or without its script."""
        self.ask("Emulation.setScriptExecutionDisabled", value=not script)
        phone = width < 600
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", media="screen", features=[scheme])
        # A new fragment alone would not load a page again.
        for url in ("about:blank", address):
            self.waiting = []
            self.ask("Page.navigate", url=url)
            while "Page.loadEventFired" not in self.waiting:
                self.waiting.append(self.receive().get("method"))

    def value(self, expression):
        """What a JavaScript expression gives on the page."""
        result = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']['exception'].get('description')}")
        return result["result"].get("value")

    def place(self, selector):
        """The middle of the first element of a kind, scrolled into view."""
        place = self.value(
            "(function (item) { if (!item) { return null; } item.scrollIntoView({ block: 'center', behavior: 'instant' });"
            " var box = item.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })"
            f"(document.querySelector({json.dumps(selector)}))")
        if place is None:
            raise RuntimeError(f"the page has no {selector}")
        return place

    def point(self, selector):
        """Moves the mouse over an element."""
        x, y = self.place(selector)
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, selector):
        """Clicks on an element, as a mouse does."""
        x, y = self.place(selector)
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def tap(self, selector):
        """Taps on an element, as a finger does."""
        x, y = self.place(selector)
        self.ask("Emulation.setTouchEmulationEnabled", enabled=True)
        self.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
        self.ask("Emulation.setTouchEmulationEnabled", enabled=False)

    def press(self, key):
        """Presses a key: Tab, ArrowRight, Enter, or a space."""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowLeft": 37, "ArrowRight": 39, "Home": 36, "End": 35}
        text = {"Enter": "\r", " ": " "}.get(key)
        common = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": codes[key]}
        self.ask("Input.dispatchKeyEvent", type="keyDown", **common, **({"text": text} if text else {}))
        self.ask("Input.dispatchKeyEvent", type="keyUp", **common)

    def picture(self, path, top=0, height=None):
        """Writes a part of the page, across its width, as a PNG file."""
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": top, "width": size["width"], "height": height or size["height"] - top, "scale": 1}
        data = self.ask("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def printed(self):
        """The page on A4 paper, as a PDF file's bytes."""
        self.ask("Emulation.setEmulatedMedia", media="", features=[])
        data = self.ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False)["data"]
        return base64.b64decode(data)
