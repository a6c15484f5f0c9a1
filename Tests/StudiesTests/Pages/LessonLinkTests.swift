// Reports lead to lessons, and lessons to reports: every link resolves, both ways.

import Foundation
import LabReport
import Studies
import TestSupport
import Testing

@Suite("Links between reports and lessons")
struct LessonLinkTests {
  private let lessons = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Lessons")

  private func text(_ folder: String) throws -> String {
    try String(contentsOf: lessons.appendingPathComponent("\(folder)/README.md"), encoding: .utf8)
  }

  /// A page with all that there is to show, and one of two runs.
  private func pages(lessons: String? = nil) throws -> [Document] {
    let full = try SampleResults.full()
    let (one, two) = (
      StudyList.report(on: full, command: "./lab compare"), StudyList.report(on: ("before", full), and: ("after", full))
    )
    return try (lessons.map { [one.html(lessons: $0), two.html(lessons: $0)] } ?? [one.html(), two.html()]).map(
      Document.init)
  }

  @Test("A lesson that a report names is there, with its number and title")
  func lessonsExist() throws {
    #expect(LessonLink.all.count >= 5)
    for link in LessonLink.all {
      #expect(try text(link.folder).hasPrefix("# \(link.number). \(link.title)\n"), "\(link.folder)")
      #expect(link.folder.hasPrefix(String(format: "%02d-", link.number)))
    }
  }

  @Test("What a lesson is said to explain is a section or a figure of a report, and of one lesson alone")
  func explainedExists() throws {
    let ids = Set(try pages().flatMap(\.ids))
    let explained = LessonLink.all.flatMap(\.explains)
    for id in explained { #expect(ids.contains(id) || ids.contains("section-" + id), "\(id)") }
    #expect(Set(explained).count == explained.count)
  }

  @Test("Links lead from the usual place of a report to a file, and from any other where they are told")
  func linksResolve() throws {
    let place = lessons.deletingLastPathComponent().appendingPathComponent("runs/a-run")
    for document in try pages() {
      let links = document.links.filter { $0.hasSuffix("README.md") }
      #expect(links.count >= 3)
      for link in Set(links) {
        let file = place.appendingPathComponent(link).standardizedFileURL
        #expect(FileManager.default.fileExists(atPath: file.path), "\(link)")
      }
      #expect(document.text.contains("explains this: ./lab lesson "))
    }
    let elsewhere = try pages(lessons: "../my lab/Lessons")[0]
    #expect(elsewhere.links.contains("../my lab/Lessons/04-vanishing/README.md"))
    #expect(!elsewhere.links.contains { $0.hasPrefix("lessons:") })
  }

  @Test("What lessons say that a report shows is there")
  func reportsHaveIt() throws {
    let ids = Set(try pages().flatMap(\.ids))
    var count = 0
    for folder in try FileManager.default.contentsOfDirectory(atPath: lessons.path) where folder.first?.isNumber == true
    {
      for match in try text(folder).matches(of: /report\.html#([a-z0-9-]+)/) {
        count += 1
        #expect(ids.contains(String(match.1)), "\(folder): \(match.0)")
      }
    }
    #expect(count >= 4)
  }
}
