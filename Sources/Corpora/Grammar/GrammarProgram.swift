// A grammar as its writer and its scorer run it.

/// A grammar as integer arrays: a small program for a machine with a stack of places and a store of variables.
struct GrammarProgram: Sendable {
  enum Kind: UInt8, Sendable { case word, call, bind, mention, alias, end }

  /// One step: `a` is a word, rule, site, or variable; `b` a form or another variable; `tag` a kind of dependency.
  struct Operation: Sendable {
    var kind: Kind
    var tag: UInt8 = 0
    var a: Int32 = 0
    var b: Int32 = 0
  }

  /// One way to go on: where its operations begin, and its probability, summed up and as −ln p.
  struct Alternative: Sendable {
    var entry: Int32
    var cumulative: Double
    var nats: Double
  }

  /// A class of members; forms are stored member by member.
  struct Class: Sendable {
    var formCount: Int
    var weights: [Double]
    var totalWeight: Double
    /// Where the words of a form begin, and which is first: `[member · formCount + form]`.
    var entries: [Int32]
    var firstWords: [Int32]
    /// Whether the first word of form g settles the words of form f: `[g · formCount + f]`.
    var reveals: [Bool]
    /// Whether the first word of a form settles the member.
    var identifies: [Bool]
  }

  /// A place where a variable is chosen.
  struct Site: Sendable {
    var variable: Int
    var classIndex: Int
    var form: Int
    var excluded: [Int]
  }

  var operations: [Operation] = []
  /// The alternatives of rule r are `alternativeStart[r] ..< alternativeStart[r + 1]`.
  var alternativeStart: [Int] = [0]
  var alternatives: [Alternative] = []
  /// The alternative of a rule that can write nothing, or −1.
  var emptyAlternative: [Int32] = []
  /// Sorted first words of rule r, `firstStart[r] ..< firstStart[r + 1]`, each with its alternative.
  var firstStart: [Int] = [0]
  var firstWords: [Int32] = []
  var firstAlternatives: [Int32] = []
  var classes: [Class] = []
  var sites: [Site] = []
  var variableClass: [Int] = []
  var startEntry: Int32 = 0

  /// The alternative of a rule that a text goes on with, if its next word is this one; −1 if none.
  func alternative(of rule: Int, startingWith word: Int32) -> Int {
    var low = firstStart[rule]
    var high = firstStart[rule + 1]
    while low < high {
      let middle = (low + high) / 2
      if firstWords[middle] < word { low = middle + 1 } else { high = middle }
    }
    if low < firstStart[rule + 1], firstWords[low] == word { return Int(firstAlternatives[low]) }
    return Int(emptyAlternative[rule])
  }

  /// The weight that is left in a class when some members are excluded; each counts once.
  func remainingWeight(_ site: Site, _ members: [Int32]) -> Double {
    let group = classes[site.classIndex]
    var weight = group.totalWeight
    for (index, variable) in site.excluded.enumerated() {
      let member = members[variable]
      let isRepeat = site.excluded[..<index].contains { members[$0] == member }
      if !isRepeat { weight -= group.weights[Int(member)] }
    }
    return weight
  }

  func isExcluded(_ member: Int, _ site: Site, _ members: [Int32]) -> Bool {
    site.excluded.contains { members[$0] == Int32(member) }
  }
}
