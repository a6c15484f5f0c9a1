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
    for id in explained {
      let isThere = ids.contains { $0 == id || $0 == "section-" + id || id.hasSuffix("-") && $0.hasPrefix(id) }
      #expect(isThere, "\(id)")
    }
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

  /// The captions of a page's figures, by their ids.
  private func captions(of html: String) -> [String: String] {
    var captions: [String: String] = [:]
    for part in html.components(separatedBy: "<figure ").dropFirst() {
      guard let id = part.firstMatch(of: /id="([^"]+)"/)?.1 else { continue }
      let behind = part.components(separatedBy: "<figcaption>").dropFirst().first ?? ""
      captions[String(id)] = behind.components(separatedBy: "</figcaption>")[0]
    }
    return captions
  }

  @Test("Every figure of a report leads to the lesson that explains it")
  func figuresLead() throws {
    let full = try SampleResults.full()
    let pair = StudyList.report(on: ("before", full), and: ("after", full)).html()
    for (page, least) in [(StudyList.report(on: full, command: "./lab compare").html(), 20), (pair, 2)] {
      let captions = captions(of: page)
      #expect(captions.count >= least)
      for (id, caption) in captions { #expect(caption.contains(/Lessons\/[0-9]+-[a-z-]+\/README\.md/), "\(id)") }
    }
  }

  /// Lesson 2 alone is of nothing that a report shows.
  @Test("Each lesson names figures or sections of a report, which are there, and lead back to it")
  func lessonsLead() throws {
    let page = StudyList.report(on: try SampleResults.full(), command: "./lab compare").html()
    let (ids, captions) = (Set(try Document(page).ids), captions(of: page))
    #expect(LessonLink.all.map(\.number) == [1] + Array(3...12))
    for lesson in LessonLink.all {
      let named = try text(lesson.folder).matches(of: /report\.html#([a-z0-9-]+)/).map { String($0.1) }
      #expect(!named.isEmpty, "\(lesson.folder)")
      for id in named {
        #expect(ids.contains(id), "\(lesson.folder): \(id)")
        let leadsBack =
          captions[id]?.contains("/\(lesson.folder)/README.md")
          ?? (LessonLink.explaining(id.replacing(/^section-/, with: "")) == lesson)
        #expect(leadsBack, "\(lesson.folder): \(id)")
      }
    }
  }
}
