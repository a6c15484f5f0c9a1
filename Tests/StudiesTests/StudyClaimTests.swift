// The claims that studies decide: one for each cell of the deck's table, each from what its own study found.

import Foundation
import LabResults
import Studies
import TestSupport
import Testing

@Suite("Claims of studies")
struct StudyClaimTests {
  /// What studies found, with the encodings that C9 compares.
  private func studies() -> SampleStudies {
    var studies = SampleStudies()
    studies.add("transformer-bidirectional", like: "transformer")
    for model in ["transformer", "transformer-bidirectional"] {
      studies.positions.append(
        PositionRecord(
          model: model, positions: "none", learningRate: 0.004, accuracy: Estimate([0.5, 0.51], scale: .unit),
          beyondLength: nil, trainedLength: 22, testedLength: 42, chance: 0.5))
    }
    return studies
  }

  private func records(_ parts: StudyParts) -> [ClaimRecord] { Claim.verdicts(on: StudyList.claims(parts)).records }

  @Test("there is a claim for every cell of the deck's table, in the order of their numbers")
  func cells() throws {
    let claims = records(try studies().parts())
    for id in ["C1", "C2", "C3", "C4", "C6"] {
      for model in ["rnn", "lstm", "transformer"] {
        #expect(claims.count { $0.id == id && $0.model == model } == 1, "\(id) \(model)")
      }
    }
    // With the matrix in memory, and without.
    #expect(claims.filter { $0.id == "C5" }.map(\.model) == ["rnn", "lstm", "transformer", "transformer"])
    for model in ["rnn", "lstm", "transformer", "birnn"] {
      #expect(claims.count { $0.id == "C8" && $0.model == model } == 1, "\(model)")
    }
    #expect(claims.filter { $0.id == "C9" }.map(\.model) == ["transformer", "transformer-bidirectional"])
    #expect(Set(claims.map(\.id)).isSuperset(of: ["C7", "C12"]))
    let numbers = claims.compactMap { Int($0.id.dropFirst()) }
    #expect(numbers.count == claims.count && numbers == numbers.sorted())
    #expect(claims.allSatisfy { !$0.reason.isEmpty && !$0.rule.isEmpty && !$0.claim.isEmpty })
    // Nothing was fitted to the sample's work.
    let missing = claims.filter { $0.measured == nil }
    #expect(missing.map(\.id) == ["C6", "C6", "C6"])
    #expect(missing.allSatisfy { $0.verdict == .inconclusive && $0.reason == "A value is not finite." })
  }

  @Test("copying, recall and distance decide together whether models remember, setting by setting")
  func together() throws {
    let claims = records(try studies().parts())
    let remembered = try #require(claims.first { $0.id == "C2" && $0.model == "transformer" })
    let settings = remembered.cases.map { $0.setting.split(separator: " (")[0] }
    #expect(
      settings == [
        "recall in stories, 17–32 back", "recall in stories, 33–64 back", "recall in stories, 65–128 back",
        "recall in stories, 129–256 back", "copying over 32", "copying over 64", "recall by key over 64",
      ])
    let gradients = try #require(claims.first { $0.id == "C1" && $0.model == "lstm" })
    #expect(
      gradients.cases.map(\.setting) == [
        "untrained", "trained", "untrained, forget bias 1", "untrained, forget bias 3", "untrained, forget bias 5",
        "trained, by the state",
      ])
  }

  @Test("a study that was not made decides nothing, and takes nothing from the others")
  func absent() throws {
    var parts = try studies().parts()
    let all = StudyList.claims(parts).map(\.statement)
    let gradients = StudyList.claims(parts).filter { $0.id == "C1" }.map(\.statement)
    parts["gradient-flow"] = nil
    #expect(StudyList.claims(parts).map(\.statement) == all.filter { !gradients.contains($0) } && gradients.count == 3)
    #expect(StudyList.claims(StudyParts()).isEmpty)
  }

  @Test("one seed is inconclusive wherever an interval is needed")
  func oneSeed() throws {
    /// The same with the first value of each estimate alone.
    func first(_ json: Any) throws -> Any {
      if let list = json as? [Any] { return try list.map(first) }
      guard var object = json as? [String: Any] else { return json }
      object["seeds"] = (object["seeds"] as? [String: [Any]])?.mapValues { Array($0.prefix(1)) } ?? object["seeds"]
      guard let values = object["values"] as? [Double], object["mean"] != nil else {
        return try object.mapValues(first)
      }
      let scale = (object["scale"] as? String).flatMap(ScoreScale.init(rawValue:)) ?? .real
      return try JSONSerialization.jsonObject(
        with: JSONEncoder().encode(Estimate(Array(values.prefix(1)), scale: scale)))
    }
    let json = try first(JSONSerialization.jsonObject(with: JSONEncoder().encode(studies().parts())))
    let parts = try JSONDecoder.ofStudies.decode(StudyParts.self, from: JSONSerialization.data(withJSONObject: json))
    let measured = records(parts).filter { $0.basis == .measurement }
    #expect(Set(measured.map(\.id)).isSuperset(of: ["C1", "C2", "C7", "C8", "C9"]))
    for claim in measured {
      #expect(claim.verdict == .inconclusive && claim.low == nil && claim.seeds == 1, "\(claim.id)")
      #expect(claim.reason.contains("One seed") || claim.cases.contains { $0.setting.hasSuffix(")") })
    }
  }
}
