// The colours of a page, told apart by all eyes, in print and on dark screens.

/// The colours of a page in one theme.
package struct Theme {
  package let background, text, muted: String
  /// Of lines between parts, and of what stands behind code.
  package let line, soft: String
  /// Of series, in order. Each can be read as text on the background, and told from the others with any common kind of
  /// colour blindness; dashes and markers differ too.
  package let series: [String]
  /// Of verdicts.
  package let good, bad, open: String
  /// Of cells at full strength: far from the background, so that the steps between can be told apart.
  package let heat: String
  /// Of those below 0, where a scale has two sides.
  package let heatBelow: String

  package static let light = Theme(
    background: "#ffffff", text: "#1a1d21", muted: "#5a626c", line: "#dde1e6", soft: "#f4f6f8",
    series: ["#0069fc", "#b94c06", "#06503a", "#812684", "#443509", "#67686c"],
    good: "#0a6b4f", bad: "#b3261e", open: "#6a5200", heat: "#08306b", heatBelow: "#8c2d04")
  package static let dark = Theme(
    background: "#15181d", text: "#e8eaed", muted: "#a3abb5", line: "#2c323a", soft: "#1c2026",
    series: ["#3d8dff", "#e8863a", "#25e3a0", "#f2abe6", "#f7e97a", "#8f9299"],
    good: "#4fd0a0", bad: "#ff8f85", open: "#e6c35c", heat: "#b3d7ff", heatBelow: "#ffb38a")
}
