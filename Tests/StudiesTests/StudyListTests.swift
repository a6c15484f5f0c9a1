// The list of studies, the folders of their sources, and what they leave in results.json: one is not without the others.

import Foundation
import LabResults
import Studies
import TestSupport
import Testing

@Suite("The list of studies")
struct StudyListTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources/Studies")

  /// The types of studies that the sources declare, by folder.
  private func declared() throws -> [String: [String]] {
    let manager = FileManager.default
    let folders = try manager.contentsOfDirectory(atPath: Self.folder.path).filter {
      !$0.contains(".")
    }
    var found: [String: [String]] = [:]
    for name in folders.sorted() {
      let place = Self.folder.appendingPathComponent(name)
      let sources = try manager.contentsOfDirectory(atPath: place.path).filter { $0.hasSuffix(".swift") }
      found[name] = try sources.flatMap { source in
        try String(contentsOf: place.appendingPathComponent(source), encoding: .utf8)
          .matches(of: /struct (?<name>\w+): Study\b/).map { String($0.name) }
      }
    }
    return found
  }

  @Test("each folder beside the list has a study that is in the list, and the list has no other")
  func folders() throws {
    let declared = try declared()
    let listed = Set(StudyList.all.map { String(describing: type(of: $0)) })
    for (folder, types) in declared {
      #expect(!types.isEmpty, "Sources/Studies/\(folder) has no type that is a Study: write one, or move the folder")
      for type in types {
        #expect(
          listed.contains(type),
          "\(type) of Sources/Studies/\(folder) is not in StudyList.all: add a line to Sources/Studies/StudyList.swift")
      }
    }
    let known = Set(declared.values.joined())
    for type in listed { #expect(known.contains(type), "\(type) has no folder of its own under Sources/Studies") }
  }

  @Test("ids are words in small letters, joined by hyphens, each once; a name finds its study")
  func ids() {
    let ids = StudyList.all.map(\.id)
    #expect(Set(ids).count == ids.count, "two studies share an id: \(ids)")
    for id in ids {
      #expect(id.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "'\(id)' cannot be typed as seqlab study \(id)")
      #expect(StudyList.named(id)?.id == id)
    }
    #expect(StudyList.named("nosuchstudy") == nil)
  }

  @Test("each says what it is and asks, in one line")
  func words() {
    for study in StudyList.all {
      #expect(!study.title.isEmpty && study.title.first?.isUppercase == true, "\(study.id): \(study.title)")
      let question = study.question
      #expect(question.count > 10 && question.count < 120 && !question.contains("\n"), "\(study.id)")
      #expect(
        question.first?.isLowercase == true && question.last != "." && question.last != "?",
        "\(study.id): the question goes on after 'It asks', and before a full stop")
    }
  }

  @Test("each has a record that results.json can be read with, and a sample that the tests of pages show")
  func records() throws {
    let ids = Set(StudyList.all.map(\.id))
    #expect(Set(StudyList.kinds.keys) == ids)
    let sample = try SampleStudies().parts()
    for id in ids.subtracting(sample.ids) {
      Issue.record("\(id) is not in Tests/StudiesTests/Pages/SampleStudies.swift, so no test of pages shows it")
    }
    #expect(sample.ids.isSubset(of: ids))
    // What is written is what is read.
    let again = try JSONDecoder.ofStudies.decode(StudyParts.self, from: JSONEncoder().encode(sample))
    #expect(again == sample)
    #expect(throws: DecodingError.self) {
      try JSONDecoder.ofStudies.decode(StudyParts.self, from: Data(#"{"nosuchstudy": {}}"#.utf8))
    }
  }

  @Test("each asks one of the lab's models at least, and says in one line why it cannot ask another")
  func reasons() {
    for study in StudyList.all {
      let reasons = LabModels.all.map(study.reasonAgainst)
      #expect(reasons.contains { $0 == nil }, "\(study.id)")
      for reason in reasons.compactMap({ $0 }) {
        #expect(!reason.contains("\n") && !reason.hasSuffix("."), "\(reason)")
      }
    }
  }

  @Test("the more thorough a profile, the more of its time goes to studies; the full one has them all")
  func profiles() {
    func seconds(_ profile: Profile) -> [Double] {
      StudyList.all.map { $0.seconds(in: profile, models: 5, seeds: 3) }
    }
    let (quick, standard, full) = (seconds(.quick), seconds(.standard), seconds(.full))
    for (index, study) in StudyList.all.enumerated() {
      #expect(quick[index] >= 0 && quick[index] <= standard[index] && standard[index] <= full[index], "\(study.id)")
      #expect(full[index] > 0, "\(study.id) is a part of no profile")
    }
    // A quick comparison trains nothing but what it compares.
    for id in ["copy", "recall", "adding", "parity", "positions"] {
      #expect(StudyList.named(id)?.seconds(in: .quick, models: 5, seeds: 3) == 0, "\(id)")
    }
  }
}
