// A solution of exercise 3b.

import RNN

enum Rows: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    var rows: [TrainingRow] = []
    var start = 0
    while start + 1 < text.count {
      let end = min(start + length, text.count - 1)
      rows.append(TrainingRow(inputs: Array(text[start..<end]), targets: Array(text[start + 1...end])))
      start = end
    }
    return rows
  }
}
