// The script that every page carries: it lets figures be touched, and keeps what was chosen in the page's address.

/// The script of a page, in pieces. Without it the page still reads; what needs it is hidden until it runs.
enum PageScript {
  /// Well-formed in HTML, where a script is plain text, and in XML.
  static var text: String {
    "/*<![CDATA[*/\n(function () {\n\"use strict\";\n"
      + [base, tips, models, dials, folds, reader, start].joined(separator: "\n")
      + "\n})();\n/*]]>*/"
  }

  /// What was chosen stands behind the # of the address, as key=value;key=value, so that it can be sent.
  private static let base = #"""
    var state = {}, followers = [];
    function all(selector, within) { return Array.from((within || document).querySelectorAll(selector)); }
    function read() {
      state = {};
      if (!location.hash.includes("=")) { return; }
      location.hash.slice(1).split(";").forEach(function (part) {
        var cut = part.indexOf("=");
        try { if (cut > 0) { state[part.slice(0, cut)] = decodeURIComponent(part.slice(cut + 1)); } } catch (e) { return; }
      });
    }
    function set(key, value) {
      if (value === null || value === "") { delete state[key]; } else { state[key] = String(value); }
      var text = Object.keys(state).sort().map(function (key) { return key + "=" + encodeURIComponent(state[key]); });
      history.replaceState(null, "", text.length ? "#" + text.join(";") : location.pathname + location.search);
      follow();
    }
    function follow() { followers.forEach(function (follower) { follower(); }); }
    """#

  /// Shows values as soon as they are pointed at or touched; without it, browsers show them after a while by themselves.
  private static let tips = #"""
    var tip = document.createElement("div");
    tip.id = "tip"; tip.hidden = true;
    document.body.appendChild(tip);
    all(".h, .cells path").forEach(function (target) {
      var title = target.querySelector("title");
      if (title === null) { return; }
      target.setAttribute("data-value", title.textContent);
      title.remove();
    });
    function show(event) {
      var value = event.target.getAttribute ? event.target.getAttribute("data-value") : null;
      tip.hidden = value === null;
      if (value === null) { return; }
      tip.textContent = value;
      var box = tip.getBoundingClientRect();
      var left = Math.min(event.clientX + 12, window.innerWidth - box.width - 6);
      var top = event.clientY - box.height - 12;
      tip.style.left = Math.max(6, left) + "px";
      tip.style.top = (top > 4 ? top : event.clientY + 18) + "px";
    }
    document.addEventListener("pointermove", show);
    document.addEventListener("pointerdown", show);
    document.addEventListener("scroll", function () { tip.hidden = true; }, { passive: true });
    """#

  /// One model stands out, others are hidden: in all figures and tables.
  private static let models = #"""
    var bar = document.getElementById("controls");
    var named = all("[data-highlight]");
    function hidden() { return (state.hide || "").split(",").filter(Boolean); }
    function toggleHidden(model) {
      var list = hidden();
      set("hide", list.includes(model) ? list.filter(function (other) { return other !== model; }).join(",")
        : list.concat(model).join(","));
    }
    named.forEach(function (button) {
      button.addEventListener("click", function () {
        set("highlight", state.highlight === button.dataset.highlight ? null : button.dataset.highlight);
      });
    });
    all("[data-hide]").forEach(function (button) {
      button.addEventListener("click", function () { toggleHidden(button.dataset.hide); });
    });
    /* All parts of models inside something, as is chosen. */
    function paint(place) {
      var gone = hidden(), isKnown = named.some(function (button) { return button.dataset.highlight === state.highlight; });
      named.forEach(function (button) {
        var model = button.dataset.highlight;
        all("." + button.dataset.class, place).forEach(function (part) {
          part.classList.toggle("off", gone.includes(model));
          part.classList.toggle("dim", isKnown && state.highlight !== model);
        });
      });
    }
    followers.push(function () {
      all("[data-hide]").forEach(function (button) {
        button.setAttribute("aria-pressed", hidden().includes(button.dataset.hide));
      });
      named.forEach(function (button) {
        button.setAttribute("aria-pressed", state.highlight === button.dataset.highlight);
      });
      paint(document.querySelector("main"));
    });
    if (bar) {
      bar.hidden = false;
      bar.querySelector(".all").addEventListener("click", function () {
        state = {};
        set("highlight", null);
      });
    }
    """#

  /// Texts and lines that follow a slider or a list.
  private static let dials = #"""
    all("[data-dial]").forEach(function (dial) {
      dial.hidden = false;
      var key = dial.dataset.dial, control = dial.querySelector("select, input"), first = control.value;
      var labels = control.dataset.labels ? control.dataset.labels.split("|") : null, output = dial.querySelector("output");
      control.addEventListener("input", function () { set(key, control.value === first ? null : control.value); });
      followers.push(function () {
        control.value = first;
        if (state[key] !== undefined) { control.value = state[key]; }
        if (control.value === "") { control.value = first; }
        var place = Number(control.value);
        if (labels) { control.setAttribute("aria-valuetext", labels[place]); output.textContent = labels[place]; }
        all("[data-by='" + key + "']").forEach(function (part) {
          if (part.dataset.texts !== undefined) { part.textContent = part.dataset.texts.split("|")[place] || "–"; return; }
          var x = part.dataset.places.split("|")[place];
          part.classList.toggle("on", Boolean(x));
          part.setAttribute("x1", x || 0);
          part.setAttribute("x2", x || 0);
        });
      });
    });
    """#

  /// A link into something folded unfolds it.
  private static let folds = #"""
    function unfold() {
      var target = location.hash.length > 1 && !location.hash.includes("=") ? document.getElementById(location.hash.slice(1)) : null;
      for (var part = target; part; part = part.parentElement) { if (part.tagName === "DETAILS") { part.open = true; } }
      if (target) { target.scrollIntoView(); }
    }
    """#

  /// What is chosen when the page opens, or when its address changes.
  private static let start = #"""
    window.addEventListener("hashchange", function () {
      if (location.hash.includes("=")) { read(); follow(); } else { unfold(); }
    });
    read();
    follow();
    unfold();
    """#
}
