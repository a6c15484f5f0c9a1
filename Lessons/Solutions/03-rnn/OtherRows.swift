// Exercise 3b another way: from the targets, which are all words but the first, in groups.

import RNN

enum OtherRows: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    var rest = zip(text, text.dropFirst()).map { (input: $0, target: $1) }[...]
    var rows: [TrainingRow] = []
    while !rest.isEmpty {
      rows.append(TrainingRow(inputs: rest.prefix(length).map(\.input), targets: rest.prefix(length).map(\.target)))
      rest = rest.dropFirst(length)
    }
    return rows
  }
}
