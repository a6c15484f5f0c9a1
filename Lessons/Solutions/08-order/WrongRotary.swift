// Wrong answers to exercise 8a, each with one mistake.

import Foundation
import Order

/// Turns vector by vector, by a rule from its place.
protocol VectorTurn: RotaryTurn {
  static func turned(_ vector: [Double], place: Int) -> [Double]
}

extension VectorTurn {
  static func turned(_ vectors: QueriesAndKeys, from first: Int) -> QueriesAndKeys {
    func all(_ sequences: [[[Double]]]) -> [[[Double]]] {
      sequences.map { $0.enumerated().map { time, vector in turned(vector, place: first + time) } }
    }
    return QueriesAndKeys(queries: all(vectors.queries), keys: all(vectors.keys))
  }
}

/// Turns pairs of neighbours, each by its angle.
private func turned(_ vector: [Double], _ angle: (Double) -> Double) -> [Double] {
  stride(from: 0, to: vector.count, by: 2).flatMap { index in
    let (a, b, angle) = (vector[index], vector[index + 1], angle(Double(index / 2)))
    return [a * cos(angle) - b * sin(angle), a * sin(angle) + b * cos(angle)]
  }
}

enum MixedPairing: VectorTurn {
  static func turned(_ vector: [Double], place: Int) -> [Double] {
    let (d, half) = (vector.count, vector.count / 2)
    return vector.indices.map { index in
      // The angle of neighbours 2i and 2i + 1 …
      let angle = Double(place) * pow(10000, -2 * Double(index / 2) / Double(d))
      // … and the partner half a vector away.
      let partner = index < half ? -vector[index + half] : vector[index - half]
      return vector[index] * cos(angle) + partner * sin(angle)
    }
  }
}

/// Leaves the queries as they are.
enum KeysAlone: RotaryTurn {
  static func turned(_ vectors: QueriesAndKeys, from first: Int) -> QueriesAndKeys {
    QueriesAndKeys(queries: vectors.queries, keys: Rotary.turned(vectors, from: first).keys)
  }
}

/// Turns queries and keys against each other.
enum AgainstEachOther: RotaryTurn {
  static func turned(_ vectors: QueriesAndKeys, from first: Int) -> QueriesAndKeys {
    func mirrored(_ keys: [[[Double]]]) -> [[[Double]]] {
      keys.map { $0.map { $0.enumerated().map { $0 % 2 == 0 ? $1 : -$1 } } }
    }
    let mirror = Rotary.turned(QueriesAndKeys(queries: vectors.queries, keys: mirrored(vectors.keys)), from: first)
    return QueriesAndKeys(queries: mirror.queries, keys: mirrored(mirror.keys))
  }
}

/// Has a plus where a minus belongs.
enum OneSign: VectorTurn {
  static func turned(_ vector: [Double], place: Int) -> [Double] {
    stride(from: 0, to: vector.count, by: 2).flatMap { index in
      let angle = Double(place) * pow(10000, -Double(index) / Double(vector.count))
      let (a, b) = (vector[index], vector[index + 1])
      return [a * cos(angle) + b * sin(angle), a * sin(angle) + b * cos(angle)]
    }
  }
}

/// Turns every pair by a radian a place.
enum OneSpeed: VectorTurn {
  static func turned(_ vector: [Double], place: Int) -> [Double] {
    OrderSolutions.turned(vector) { _ in Double(place) }
  }
}

/// Forgets the 2 of 2i.
enum HalfExponent: VectorTurn {
  static func turned(_ vector: [Double], place: Int) -> [Double] {
    OrderSolutions.turned(vector) { Double(place) * pow(10000, -$0 / Double(vector.count)) }
  }
}

enum FromZeroAgain: RotaryTurn {
  static func turned(_ vectors: QueriesAndKeys, from first: Int) -> QueriesAndKeys {
    // `first` is not used: what comes from a cache is turned as if it stood at the beginning.
    func all(_ sequences: [[[Double]]]) -> [[[Double]]] {
      sequences.map { $0.enumerated().map { time, vector in Rotary.turned(vector, place: time) } }
    }
    return QueriesAndKeys(queries: all(vectors.queries), keys: all(vectors.keys))
  }
}

/// Counts places on from one sequence to the next.
enum AngleByRow: RotaryTurn {
  static func turned(_ vectors: QueriesAndKeys, from first: Int) -> QueriesAndKeys {
    func all(_ sequences: [[[Double]]]) -> [[[Double]]] {
      var place = first - 1
      return sequences.map {
        $0.map { vector in
          place += 1
          return Rotary.turned(vector, place: place)
        }
      }
    }
    return QueriesAndKeys(queries: all(vectors.queries), keys: all(vectors.keys))
  }
}

/// Gives nothing but zeros.
enum TurnsToNothing: VectorTurn {
  static func turned(_ vector: [Double], place: Int) -> [Double] { vector.map { _ in 0 } }
}

/// Knows the lesson's example by heart.
enum KnowsTheTurn: RotaryTurn {
  static func turned(_ vectors: QueriesAndKeys, from first: Int) -> QueriesAndKeys {
    let known = [[[1.0, 0], [1, 0]]]
    let answer = [[[1.0, 0], [cos(1.0), sin(1.0)]]]
    return vectors == QueriesAndKeys(queries: known, keys: known) && first == 0
      ? QueriesAndKeys(queries: answer, keys: answer) : TurnsToNothing.turned(vectors, from: first)
  }
}
