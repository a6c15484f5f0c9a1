// The part of the script that lets a reader look inside models, word by word.

extension PageScript {
  /// One sentence stands on a stage: at the word that is pointed at or chosen, attention is drawn over the sentence, with gates and
  /// states beside it. Sentence, word and head that were chosen stand in the page's address.
  static let reader = #"""
    var stage = document.getElementById("stage");
    var insides = stage ? all(".reading").map(function (reading) { return JSON.parse(reading.dataset.inside); }) : [];
    function element(name, className, text) {
      var made = document.createElement(name);
      if (className) { made.className = className; }
      if (text !== undefined) { made.textContent = text; }
      return made;
    }
    function button(className, text, press) {
      var made = element("button", className, text);
      made.type = "button";
      made.addEventListener("click", press);
      return made;
    }
    function within(value, count, otherwise) {
      var number = Number(value) - 1;
      return value !== undefined && number >= 0 && number < count && number % 1 === 0 ? number : otherwise;
    }
    function clear(part) { while (part.firstChild) { part.firstChild.remove(); } }

    /* Curves from a word to those that it attends to, the wider the more. */
    function drawCurves(words, from, shares) {
      var old = stage.querySelector(".curves");
      if (old) { old.remove(); }
      var box = stage.querySelector(".words").getBoundingClientRect();
      function middle(word) {
        var at = word.getBoundingClientRect();
        return { x: at.left + at.width / 2 - box.left, y: at.top - box.top };
      }
      var space = document.querySelector("svg").namespaceURI;
      var svg = document.createElementNS(space, "svg"), a = middle(words[from]);
      svg.setAttribute("class", "curves");
      svg.setAttribute("aria-hidden", "true");
      words.forEach(function (word, place) {
        var share = shares && shares[place] ? shares[place] / 100 : 0;
        word.style.setProperty("--w", share);
        if (share < 0.03 || place === from) { return; }
        var b = middle(word), path = document.createElementNS(space, "path");
        var top = Math.min(a.y, b.y) - 6 - Math.min(26, Math.abs(a.x - b.x) / 8);
        path.setAttribute("d", "M" + a.x + " " + a.y + "C" + a.x + " " + top + " " + b.x + " " + top + " " + b.x + " " + b.y);
        path.setAttribute("stroke-width", 1 + 7 * share);
        path.setAttribute("stroke-opacity", Math.min(1, 0.25 + share));
        svg.appendChild(path);
      });
      stage.querySelector(".words").appendChild(svg);
    }

    /* Gates as bars, states as a row of cells, model by model. */
    function drawMeters(sentence, word) {
      var meters = stage.querySelector(".meters");
      clear(meters);
      insides[sentence].forEach(function (model) {
        if (!model.gates.length && !model.states.length) { return; }
        var box = element("div", "meter " + model.part);
        box.appendChild(element("b", "", model.name));
        model.gates.forEach(function (gate) {
          var row = element("div", "gate"), bar = element("span", "bar-back"), fill = element("i");
          fill.style.width = gate.values[word] + "%";
          bar.appendChild(fill);
          row.append(element("span", "", gate.name), bar, element("span", "number", (gate.values[word] / 100).toFixed(2)));
          box.appendChild(row);
        });
        model.states.forEach(function (table) {
          var row = element("div", "gate"), cells = element("span", "strip"), sum = 0;
          table.units.forEach(function (unit) {
            var cell = element("i", unit[word] < 0 ? "minus" : "");
            cell.style.setProperty("--v", Math.abs(unit[word]) / 100);
            sum += Math.abs(unit[word]) / 100;
            cells.appendChild(cell);
          });
          row.append(element("span", "", table.name), cells,
            element("span", "number", "mean size " + (sum / Math.max(1, table.units.length)).toFixed(2)));
          box.appendChild(row);
        });
        meters.appendChild(box);
      });
    }

    if (stage) {
      var heads = [], select = stage.querySelector("select"), numbers = stage.querySelector(".numbers");
      var shown = { sentence: -1, words: [] };
      insides[0].forEach(function (model, place) {
        model.heads.forEach(function (head, index) {
          var option = element("option", "", head.name);
          option.value = heads.push({ model: place, head: index });
          select.appendChild(option);
        });
      });
      stage.hidden = false;
      stage.querySelector(".heads").hidden = heads.length === 0;
      select.addEventListener("input", function () { set("head", select.value === "1" ? null : select.value); });
      insides.forEach(function (inside, place) {
        numbers.appendChild(button("", String(place + 1), function () {
          delete state.word;
          set("sentence", place === 0 ? null : place + 1);
        }));
      });
      var chosen = function () {
        var sentence = within(state.sentence, insides.length, 0);
        var count = all(".reading")[sentence].querySelectorAll(".w").length;
        return { sentence: sentence, word: within(state.word, count, count - 1) };
      };
      var setWord = function (word) { set("word", word === shown.words.length - 1 ? null : word + 1); };
      var look = function (word) {
        var head = heads[within(state.head, heads.length, 0)];
        var model = head ? insides[shown.sentence][head.model] : null;
        var shares = model && model.heads[head.head] ? model.heads[head.head].rows[word] : null;
        shown.words.forEach(function (other, place) { other.classList.toggle("here", place === word); });
        drawCurves(shown.words, word, shares);
        drawMeters(shown.sentence, word);
        paint(stage);
        var most = (shares || []).map(function (share, place) { return [share, place]; })
          .sort(function (a, b) { return b[0] - a[0]; }).slice(0, 3).filter(function (pair) { return pair[0] > 2; });
        stage.querySelector(".spoken").textContent = "From “" + shown.words[word].textContent + "”" + (most.length
          ? ", attention goes to " + most.map(function (pair) {
            return "“" + shown.words[pair[1]].textContent + "” " + pair[0] + " %";
          }).join(", ") + "." : ":");
      };
      var build = function (sentence) {
        var words = stage.querySelector(".words"), reading = all(".reading")[sentence];
        clear(words);
        shown = { sentence: sentence, words: all(".w", reading).map(function (word, place) {
          var made = button(word.className, word.textContent, function () { setWord(place); });
          made.addEventListener("pointerenter", function (event) { if (event.pointerType === "mouse") { look(place); } });
          made.addEventListener("focus", function () { if (chosen().word !== place) { setWord(place); } });
          words.append(made, " ");
          return made;
        }) };
        words.append("… ", reading.querySelector(".sentence u").cloneNode(true));
        clear(stage.querySelector(".said"));
        stage.querySelector(".said").appendChild(reading.querySelector(".guesses").cloneNode(true));
      };
      stage.querySelector(".words").addEventListener("pointerleave", function () { look(chosen().word); });
      stage.querySelector(".words").addEventListener("keydown", function (event) {
        var step = { ArrowLeft: -1, ArrowRight: 1 }[event.key], to = chosen().word + (step || 0);
        if (event.key === "Home") { to = 0; } else if (event.key === "End") { to = shown.words.length - 1; }
        else if (!step) { return; }
        event.preventDefault();
        if (shown.words[to]) { shown.words[to].focus(); }
      });
      window.addEventListener("resize", function () { look(chosen().word); });
      followers.unshift(function () {
        var now = chosen();
        if (shown.sentence !== now.sentence) { build(now.sentence); }
        select.value = String(within(state.head, heads.length, 0) + 1);
        Array.from(numbers.children).forEach(function (number, place) {
          number.setAttribute("aria-pressed", place === now.sentence);
        });
        /* One stop for the Tab key: the chosen word. */
        shown.words.forEach(function (word, place) {
          word.tabIndex = place === now.word ? 0 : -1;
          word.setAttribute("aria-pressed", place === now.word);
        });
        look(now.word);
      });
    }
    """#
}
