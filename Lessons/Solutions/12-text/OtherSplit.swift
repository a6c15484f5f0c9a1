// Exercise 12a another way: one walk through the text, which remembers in which part a line was first.

import OwnText

enum OtherSplit: TextSplit {
  static func parts(of lines: [String]) -> TextParts {
    var found: [[String]] = [[], [], []]
    var home: [String: Int] = [:]
    for (number, line) in lines.enumerated() {
      let part = number < lines.count * 8 / 10 ? 0 : number < lines.count * 9 / 10 ? 1 : 2
      if home[line, default: part] == part { found[part].append(line) }
      home[line] = min(part, home[line] ?? part)
    }
    return TextParts(
      training: found[0], validation: found[1], test: found[2],
      vocabulary: Set(found[0].joined(separator: " ").split(separator: " ").map { String($0) }))
  }
}
