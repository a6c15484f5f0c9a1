// How models are named and drawn: the same in every table and figure.

import LabResults

/// The models of a page or a screen, in their order, with what they are called.
public struct Legend: Sendable {
  /// The models' ids, in the order in which they are shown.
  public let ids: [String]
  private let names: [String: String]

  /// - Parameter names: What models are called where people read; an id without a name is shown itself.
  public init(_ ids: [String], names: [String: String] = [:]) { (self.ids, self.names) = (ids, names) }

  /// That of a comparison.
  public init(_ results: ComparisonResults) { self.init(results.models.map(\.id), names: results.names) }

  /// What a model is called; names of models are not bounded, but a chart's margin is.
  package func name(of id: String) -> String { TextWidth.cut(names[id] ?? id, to: 18) }

  /// The same for "one − other": a pair of models keeps its form.
  package func names(_ ids: String) -> String {
    ids.split(separator: " ", omittingEmptySubsequences: false).map { name(of: String($0)) }.joined(separator: " ")
  }

  /// A model's identifier; or its name, if that alone is short enough for five of them to head columns side by side.
  package func columnName(of id: String) -> String {
    id.count <= 14 ? id : TextWidth.cut(names[id]?.lowercased() ?? id, to: 14)
  }

  /// The style of a model: the same in every figure. One that is not listed looks like one after the last.
  package func style(of id: String) -> SeriesStyle {
    let place = ids.firstIndex(of: id)
    return SeriesStyle(place ?? ids.count, model: place)
  }

  /// What is known about models, by their ids, in the legend's order; models that it does not list come last.
  package func ordered<Part>(_ parts: [String: Part]) -> [Entry<Part>] {
    let others = parts.keys.filter { !ids.contains($0) }.sorted()
    return (ids + others).compactMap { id in
      parts[id].map { Entry(id: id, name: name(of: id), style: style(of: id), part: $0) }
    }
  }

  /// A model with something that is known about it.
  package struct Entry<Part> {
    package let id, name: String
    package let style: SeriesStyle
    package let part: Part
  }
}
