// Wrong answers to exercise 3b, each with one mistake.

import RNN

/// Rows whose targets are found by a rule from the place of the input.
private func rows(_ text: [Int], _ length: Int, _ target: (Int) -> Int?) -> [TrainingRow] {
  stride(from: 0, to: text.count, by: length).compactMap { start in
    let places = (start..<min(start + length, text.count)).filter { target($0) != nil }
    guard !places.isEmpty else { return nil }
    return TrainingRow(inputs: places.map { text[$0] }, targets: places.compactMap(target).map { text[$0] })
  }
}

/// Asks for the word that is read.
enum AsksForItself: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] { RNNSolutions.rows(text, length) { $0 } }
}

/// Asks for the word after the next.
enum TwoOn: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    RNNSolutions.rows(text, length) { $0 + 2 < text.count ? $0 + 2 : nil }
  }
}

/// Asks for the word before.
enum OneBack: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    RNNSolutions.rows(text, length) { $0 > 0 ? $0 - 1 : nil }
  }
}

enum WrapsRound: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    stride(from: 0, to: text.count, by: length).map { start in
      let inputs = Array(text[start..<min(start + length, text.count)])
      return TrainingRow(inputs: inputs, targets: Array(inputs.dropFirst()) + inputs.prefix(1))
    }
  }
}

/// Asks for the words of the row that follows.
enum ARowAhead: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    RNNSolutions.rows(text, length) { $0 + length < text.count ? $0 + length : nil }
  }
}

enum RowsOverlap: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    var rows: [TrainingRow] = []
    var start = 0
    while start + 1 < text.count {
      let end = min(start + length, text.count - 1)
      rows.append(TrainingRow(inputs: Array(text[start..<end]), targets: Array(text[start + 1...end])))
      start += max(1, length - 1)
    }
    return rows
  }
}

/// Leaves out what does not fill a row.
enum DropsTheRest: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    Rows.rows(of: text, length: length).filter { $0.inputs.count == length }
  }
}

/// Takes both inputs and targets from the row, and so loses the step from one row to the next.
enum LosesTheSeam: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    stride(from: 0, to: text.count, by: length).compactMap { start in
      let row = text[start..<min(start + length, text.count)]
      return row.count < 2 ? nil : TrainingRow(inputs: Array(row.dropLast()), targets: Array(row.dropFirst()))
    }
  }
}

/// Makes no rows.
enum NoRows: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] { [] }
}

/// Knows the lesson's example by heart.
enum KnowsTheRows: RowCutting {
  static func rows(of text: [Int], length: Int) -> [TrainingRow] {
    text == [7, 8, 9, 10, 11] && length == 2
      ? [TrainingRow(inputs: [7, 8], targets: [8, 9]), TrainingRow(inputs: [9, 10], targets: [10, 11])] : []
  }
}
