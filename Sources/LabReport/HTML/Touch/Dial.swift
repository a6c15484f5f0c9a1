// Something that a reader sets, and that numbers and figures all over the page follow.

/// A control with a few places in a row, such as distances or training steps: a list to choose from, or a slider.
///
/// Without a script it is not shown, and all that follows it stays where it starts.
package struct Dial: Sendable {
  /// A word: it stands in the address of the page, with the place that was chosen.
  package let id: String
  /// What is set.
  package let title: String
  /// What each place is called.
  package let labels: [String]
  /// The place before anybody chose one.
  package let start: Int
  /// Whether it slides.
  package let isSlider: Bool

  package init(_ id: String, _ title: String, labels: [String], start: Int, isSlider: Bool = false) {
    (self.id, self.title, self.labels, self.isSlider) = (id, title, labels, isSlider)
    self.start = max(0, min(start, labels.count - 1))
  }

  /// The control.
  package var html: String {
    let name = "dial-" + id
    let control: String
    if isSlider {
      control =
        Markup.tag(
          "input",
          [
            "type": "range", "id": name, "min": "0", "max": "\(max(0, labels.count - 1))", "value": "\(start)",
            "data-labels": labels.joined(separator: "|"),
          ])
        + Markup.text("output", ["for": name], labels.indices.contains(start) ? labels[start] : "")
    } else {
      let options = labels.enumerated().map { place, label in
        place == start
          ? Markup.text("option", ["value": "\(place)", "selected": "selected"], label)
          : Markup.text("option", ["value": "\(place)"], label)
      }
      control = Markup.tag("select", ["id": name], options.joined())
    }
    return Markup.tag(
      "div", ["class": "dial", "data-dial": id, "hidden": "hidden"],
      Markup.text("label", ["for": name], title) + " " + control)
  }

  /// A text that follows the dial.
  /// - Parameter texts: One for each place.
  package func text(_ texts: [String]) -> String {
    Markup.text(
      "span", ["data-by": id, "data-texts": texts.map { $0.replacing("|", with: "/") }.joined(separator: "|")],
      texts.indices.contains(start) ? texts[start] : Numbers.none)
  }
}
