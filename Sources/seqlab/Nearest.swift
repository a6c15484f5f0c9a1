// The word that was probably meant.

/// The word that was probably meant.
enum Nearest {
  /// The nearest of some words; nil if none is near.
  static func word(to name: String, among words: [String]) -> String? {
    let nearest = words.map { (word: $0, distance: editDistance(name.lowercased(), $0)) }
      .min { $0.distance < $1.distance }
    return nearest.flatMap { $0.distance <= max(2, $0.word.count / 2) ? $0.word : nil }
  }

  /// How many characters must be changed, added or removed to turn one word into another.
  private static func editDistance(_ first: String, _ second: String) -> Int {
    let second = Array(second)
    var row = Array(0...second.count)
    for (i, character) in first.prefix(100).enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in second.indices {
        let cost = min(row[j], row[j + 1]) + 1
        let replaced = diagonal + (character == second[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(cost, replaced)
      }
    }
    return row[second.count]
  }
}
