// The bar from which a reader highlights and hides models in all figures at once.

/// The controls of a page.
package struct Controls {
  let legend: Legend
  let dials: [Dial]

  package init(legend: Legend, dials: [Dial] = []) { (self.legend, self.dials) = (legend, dials) }

  /// Hidden until the script shows it: without one it would do nothing.
  var html: String {
    guard legend.ids.count > 1 || !dials.isEmpty else { return "" }
    let models = legend.ids.map { id -> String in
      let (name, style) = (legend.name(of: id), legend.style(of: id))
      let mark = Markup.tag(
        "svg", ["class": "swatch", "viewBox": "0 0 26 12", "aria-hidden": "true"],
        Markup.tag(
          "g", ["class": style.colourClass],
          Markup.tag(
            "path",
            [
              "class": "line", "d": "M0 6H26",
              "stroke-dasharray": style.dash.isEmpty ? "none" : style.dash,
            ]) + style.marker(13, 6, radius: 3.6)))
      let highlight = Markup.tag(
        "button",
        [
          "type": "button", "class": "name", "data-highlight": id, "data-class": style.modelClass ?? "",
          "aria-pressed": "false",
        ],
        mark + Markup.escaped(name))
      let hide = Markup.tag(
        "button",
        [
          "type": "button", "class": "hide", "data-hide": id, "aria-pressed": "false", "aria-label": "hide \(name)",
          "title": "hide \(name)",
        ], "×")
      return Markup.tag("span", ["class": "chip"], highlight + hide)
    }
    let group = Markup.tag(
      "div", ["class": "chips", "role": "group", "aria-label": "highlight or hide a model in all figures"],
      models.joined(separator: "\n"))
    let all = Markup.text("button", ["type": "button", "class": "all"], "show all as it was")
    return Markup.tag(
      "div", ["id": "controls", "hidden": "hidden"],
      (legend.ids.count > 1 ? group : "") + dials.map(\.html).joined() + all)
  }
}
