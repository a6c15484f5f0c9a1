// How often a model is right about tokens that depend on something far back, by distance.

import Corpora

/// Dependent tokens of a split, in groups of kind and distance.
public struct DistanceGroups: Sendable {
  /// Tokens that depend on one of a kind, at a range of distances.
  public struct Group: Equatable, Sendable {
    /// The kind of dependency.
    public let kind: String
    /// Tokens back to what the answer depends on.
    public let distances: ClosedRange<Int>
    /// The positions in the split.
    public let positions: [Int]
  }

  /// The edges of the groups: each holds distances up to its own, beyond the one before.
  public static let edges = [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096]

  /// Of each kind, the nearest first.
  public let groups: [Group]

  /// The groups of a split that have tokens in them, for each kind that looks back.
  /// - Parameter rowLength: The most tokens that are read together. A story that is longer is cut, and what lies before the cut is not asked
  ///   for after it.
  public init(_ split: Split, of corpus: Corpus, rowLength: Int) {
    var positions: [String: [Int: [Int]]] = [:]
    for (position, dependency) in split.dependencies.enumerated() where dependency.kind > 0 {
      let kind = corpus.kinds[Int(dependency.kind)]
      guard !kind.looksAhead, let bin = Self.edges.firstIndex(where: { Int(dependency.distance) <= $0 }) else {
        continue
      }
      let place = position - split.documentStarts[split.document(at: position)]
      guard place % rowLength >= Int(dependency.distance) - 1 else { continue }
      positions[kind.name, default: [:]][bin, default: []].append(position)
    }
    let kinds = corpus.kinds.map(\.name).filter { positions[$0] != nil }
    groups = kinds.flatMap { kind in
      Self.edges.indices.compactMap { bin in
        positions[kind]?[bin].map {
          Group(kind: kind, distances: (bin == 0 ? 1 : Self.edges[bin - 1] + 1)...Self.edges[bin], positions: $0)
        }
      }
    }
  }
}
