// Exercise 3b: cut a text into rows for training.
//
// A row has `length` inputs, and at each place a target: the word that comes next in the text. The last row may be
// shorter; none is empty. Every word of the text but the first is a target, once: [7, 8, 9, 10, 11] in rows of 2 gives
// inputs [7, 8] with targets [8, 9], and inputs [9, 10] with targets [10, 11].
//
// Check it:  ./lab check 3b        A hint:  ./lab hint 3b

import RNN

enum Rows: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    var rows: [TrainingRow] = []
    var start = 0
    while start < text.count {
      let inputs = Array(text[start..<min(start + length, text.count)])
      // Yours: the targets are those of this very row, and there is none after the text's last word.
      rows.append(TrainingRow(inputs: inputs, targets: inputs))
      start += length
    }
    return rows
  }
}
