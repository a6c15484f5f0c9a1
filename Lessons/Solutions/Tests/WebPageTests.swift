// A lesson as a page: well-formed, with the whole text, and nothing that has to be fetched.

import Course
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Lessons as pages")
struct WebPageTests {
  /// What a parser reads.
  private final class Page: NSObject, XMLParserDelegate {
    var (text, links, sources, elements) = ("", [String](), [String](), [String: Int]())

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements[name, default: 0] += 1
      if let link = attributes["href"] { links.append(link) }
      sources += ["src", "srcset"].compactMap { attributes[$0] }
      if name == "p" || name == "li" || name == "td" { text += " " }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  private func read(_ lesson: Lesson) throws -> Page {
    let program = Repository.lessons.appendingPathComponent(".build/release/lesson")
    try #require(
      FileManager.default.isExecutableFile(atPath: program.path), "the program is not built: call ./lab lesson once")
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = program
    process.arguments = ["lesson", String(lesson.number), "--html"]
    process.environment = ProcessInfo.processInfo.environment.merging(["SEQLAB_LESSONS": Repository.lessons.path]) {
      $1
    }
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let (page, parser) = (Page(), XMLParser(data: data))
    parser.delegate = page
    #expect(
      parser.parse(), "lesson \(lesson.number), line \(parser.lineNumber): \(String(describing: parser.parserError))")
    return page
  }

  /// Words without marks, in order.
  private func words(_ text: String) -> [Substring] { text.split { !($0.isLetter || $0.isNumber) } }

  @Test("A page has every word of the lesson, and asks for nothing", arguments: LessonList.all)
  func complete(_ lesson: Lesson) throws {
    let page = try read(lesson)
    let text = try LessonText(Repository.text(lesson))
    #expect(page.elements["h2"] == text.sections.count && page.elements["h1"] == 1)
    #expect(page.sources.allSatisfy { $0.hasPrefix("data:image/svg+xml;base64,") && $0.count > 1000 })
    #expect(page.links.allSatisfy { $0.hasPrefix("https://") || $0.hasPrefix("http://") })
    #expect(page.elements["script"] == nil && page.elements["link"] == nil)
    // Markup, comments and pictures aside, the text is the lesson's.
    var isPicture = false
    let prose = text.lines.filter { line in
      if line == "<picture>" { isPicture = true }
      defer { if line == "</picture>" { isPicture = false } }
      return !isPicture && !line.hasPrefix("<!--") && !line.hasPrefix("```")
    }
    let plain = prose.joined(separator: "\n").replacing(#/\]\([^)\s]+\)/#, with: "] ").replacing(
      #/(?m)^ ?[0-9]+\. /#, with: "")
    let shown = Set(words(page.text))
    let missing = words(plain).filter { !shown.contains($0) }
    #expect(missing.isEmpty, "lesson \(lesson.number): \(missing.prefix(10))")
    #expect(!page.text.contains("**") && !page.text.contains("<!--") && !page.text.contains("```"))
    #expect((page.elements["details"] ?? 0) == (lesson.number > 2 ? 1 : 0))
  }
}
