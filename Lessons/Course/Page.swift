// A lesson cut into what a walk shows at a time.

import Foundation

/// A page of a walk: text, and perhaps something to do.
struct Page {
  enum Action {
    case predict(Prediction)
    /// Commands to run now.
    case run([String])
  }

  var title: String
  var lines: [String]
  var action: Action?

  /// The pages of a lesson. Text is cut where it fills the screen, at an empty line if there is one in its second half.
  static func pages(of text: LessonText, width: Int, height: Int) throws -> [Page] {
    try text.sections.flatMap { section -> [Page] in
      let parts = try cut(section)
      return parts.flatMap { part -> [Page] in
        var rows = Terminal.rows(of: part.lines, width: width)
        var pages: [Page] = []
        // Two rows of heads and an empty one above, an empty one and the keys below.
        let room = max(5, height - 5)
        while rows.count > room {
          let end = rows[room / 2..<room].lastIndex(of: "") ?? room
          pages.append(Page(title: section.title, lines: Array(rows[..<end])))
          rows = Array(rows[end...].drop { $0.isEmpty })
        }
        return pages + [Page(title: section.title, lines: rows, action: part.action)]
      }
    }
  }

  /// Cuts a section behind every question, before the output of every command, and where a marker says so.
  private static func cut(_ section: LessonText.Section) throws -> [Page] {
    var (result, current): ([Page], [String]) = ([], [])
    var index = 0
    func flush(_ action: Action?) {
      let lines = trimmed(current)
      if !lines.isEmpty || action != nil { result.append(Page(title: section.title, lines: lines, action: action)) }
      current = []
    }
    let lines = LessonText.withoutPictures(section.lines) { drawn, _ in "Figure, drawn just now: \(drawn)" }
    while index < lines.count {
      let line = lines[index]
      if line.hasPrefix("<!-- predict: ") {
        let question = lines[(index + 1)...].prefix { !$0.isEmpty }
        let prediction = try Prediction(marker: line, question: question.joined(separator: " "))
        // As equations are, a drawing is kept as it is.
        current += question + (prediction.drawing.isEmpty ? [] : [""]) + prediction.drawing.map { "    " + $0 }
        flush(.predict(prediction))
        index += 1 + question.count
      } else if line.hasPrefix("<!-- run: "), let end = lines[(index + 2)...].firstIndex(of: "```") {
        flush(.run(lines[index..<end].filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }))
        index = end + 1
      } else if line == "<!-- pause -->" {
        flush(nil)
        index += 1
      } else {
        if !line.hasPrefix("<!--") { current.append(line) }
        index += 1
      }
    }
    flush(nil)
    return result
  }

  private static func trimmed(_ lines: [String]) -> [String] {
    Array(lines.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed())
  }
}
