// A figure of a lesson: drawn by a command of the lesson, kept beside its text, for light pages and for dark ones.

import Foundation

/// A picture that a command leaves under `runs`; one for dark pages has the same name with "-dark".
struct LessonFigure {
  /// From the folder in which `./lab` is.
  let path: String

  init(_ path: String) { self.path = path }

  private var name: String { (path as NSString).lastPathComponent }
  /// Both files of a path.
  private static func both(_ path: String) -> [String] {
    [path, (path as NSString).deletingPathExtension + "-dark.svg"]
  }

  /// Where a lesson keeps its copies.
  static func folder(of text: URL) -> URL { text.deletingLastPathComponent().appendingPathComponent("figures") }

  /// Both copies of a figure that a lesson's picture names: the light one, and the dark one.
  static func copies(of source: String, in text: URL) -> [URL] {
    both(source).map { text.deletingLastPathComponent().appendingPathComponent($0) }
  }

  /// The picture as a lesson has it: what it shows is told by the file itself, for those who do not see it.
  func markup(root: URL) throws -> [String] {
    let svg = try text(of: path, root: root)
    let words = ["title", "desc"].compactMap { Self.element($0, in: svg) }.joined(separator: ". ")
    let names = Self.both("figures/\(name)")
    return [
      "<picture>", "  <source media=\"(prefers-color-scheme: dark)\" srcset=\"\(names[1])\">",
      "  <img src=\"\(names[0])\" width=\"764\" alt=\"\(words)\">", "</picture>",
    ]
  }

  /// Puts both files beside a lesson's text.
  func copy(beside file: URL, root: URL) throws {
    let folder = Self.folder(of: file)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for path in Self.both(path) {
      let target = folder.appendingPathComponent((path as NSString).lastPathComponent)
      try Data(try text(of: path, root: root).utf8).write(to: target, options: .atomic)
    }
  }

  /// Whether a lesson's copies show what was drawn just now: the same words. Numbers along the axes may be others.
  func agrees(with file: URL, root: URL) -> Bool {
    Self.both(path).allSatisfy { path in
      let copy = Self.folder(of: file).appendingPathComponent((path as NSString).lastPathComponent)
      guard let kept = try? String(contentsOf: copy, encoding: .utf8), let drawn = try? text(of: path, root: root)
      else {
        return false
      }
      return Self.labels(kept) == Self.labels(drawn)
    }
  }

  private func text(of path: String, root: URL) throws -> String {
    do { return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) } catch {
      throw CourseError("there is no \(path): a command before the figure must draw it", exitCode: 66)
    }
  }

  /// The text of the first element of a name, as it stands in the file.
  private static func element(_ name: String, in svg: String) -> String? {
    guard let start = svg.range(of: "<\(name)>"),
      let end = svg.range(of: "</\(name)>", range: start.upperBound..<svg.endIndex)
    else { return nil }
    return String(svg[start.upperBound..<end.lowerBound])
  }

  /// What is written in a picture, but for numbers.
  private static func labels(_ svg: String) -> [String] {
    svg.matches(of: #/<text[^>]*>([^<]*)</text>/#).map { String($0.1) }.filter { !$0.contains(where: \.isNumber) }
  }
}

extension LessonText {
  /// Lines without the markup of pictures: in their place stands what names the figure, and what it shows.
  /// - Parameter name: What stands for a figure, from the path in its marker and from that in the picture.
  static func withoutPictures(_ lines: [String], name: (_ drawn: String, _ kept: String) -> String) -> [String] {
    var (result, drawn, isPicture): ([String], String?, Bool) = ([], nil, false)
    for line in lines {
      if line.hasPrefix("<!-- figure: ") {
        drawn = String(line.dropFirst("<!-- figure: ".count).dropLast(" -->".count))
      }
      if line == "<picture>" { isPicture = true }
      if isPicture {
        if let image = picture(line) {
          result += [name(drawn ?? "", image.source), "", image.words]
        }
      } else {
        result.append(line)
      }
      if line == "</picture>" { isPicture = false }
    }
    return result
  }

  /// The file and the words of a picture, from the line of its image.
  static func picture(_ line: String) -> (source: String, words: String)? {
    line.firstMatch(of: #/<img src="([^"]*)".* alt="([^"]*)">/#).map { match in
      let words = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(
        String(match.2)
      ) {
        $0.replacing($1.0, with: $1.1)
      }
      return (String(match.1), words)
    }
  }
}
