// Skill: the way from guessing to knowing, worked out by hand, for scores where more is better and for errors.

import LabResults
import Testing

@Suite("Skill")
struct SkillTests {
  @Test("a score at chance is 0, at the ceiling 1, half way a half; beyond the ends it goes on")
  func values() {
    let skill = Skill(Estimate([0.25, 0.75, 0.5, 0.1], scale: .unit), chance: 0.25, ceiling: 0.75)
    #expect(zip(skill.values, [0, 1, 0.5, -0.3]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(abs(skill.mean - 0.3) < 1e-12)
    // An error of 0.02 where guessing has 0.16 and knowing none.
    let error = Skill(Estimate([0.02, 0.16, 0.08, 0], scale: .real), chance: 0.16, ceiling: 0)
    #expect(zip(error.values, [0.875, 0, 0.5, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("of an error, the interval's ends change places and stay in order")
  func intervals() throws {
    let scores = Estimate([0.6, 0.62, 0.61], scale: .unit)
    let accuracy = try #require(Skill(scores, chance: 0.1, ceiling: 0.9).interval)
    let (low, high) = (try #require(scores.low), try #require(scores.high))
    #expect(abs(accuracy.low - (low - 0.1) / 0.8) < 1e-12 && abs(accuracy.high - (high - 0.1) / 0.8) < 1e-12)
    let errors = Estimate([0.05, 0.06, 0.055])
    let skill = try #require(Skill(errors, chance: 0.2, ceiling: 0).interval)
    let (less, more) = (try #require(errors.low), try #require(errors.high))
    #expect(abs(skill.low - (1 - more / 0.2)) < 1e-12 && abs(skill.high - (1 - less / 0.2)) < 1e-12)
    #expect(skill.low < skill.high)
    #expect(Skill(Estimate([0.5]), chance: 0, ceiling: 1).interval == nil)
  }

  @Test("p are those of the score at the same place, on the side that is better", arguments: [0, 0.3, 0.5, 0.75, 1])
  func pValues(limit: Double) throws {
    for (chance, ceiling) in [(0.1, 0.9), (0.9, 0.1), (0.4, 0.7)] {
      let scores = Estimate([0.6, 0.5, 0.57], scale: .unit)
      let skill = Skill(scores, chance: chance, ceiling: ceiling)
      let place = chance + limit * (ceiling - chance)
      let (more, less) = (scores.pValue(above: place), scores.pValue(below: place))
      #expect(skill.pValue(above: limit) == (ceiling > chance ? more : less))
      #expect(skill.pValue(below: limit) == (ceiling > chance ? less : more))
    }
  }

  @Test("p and interval say the same: at an end of the interval, one p is 0.025")
  func ends() throws {
    let skills = [
      Skill(Estimate([0.6, 0.5, 0.57], scale: .unit), chance: 0.1, ceiling: 0.8),
      Skill(Estimate([0.06, 0.05, 0.057], scale: .positive), chance: 0.2, ceiling: 0.001),
      Skill(Estimate([0.06, 0.02, 0.09, 0.05]), chance: 0, ceiling: 0.3),
    ]
    for skill in skills {
      let interval = try #require(skill.interval)
      #expect(abs((skill.pValue(above: interval.low) ?? .nan) - 0.025) < 1e-6)
      #expect(abs((skill.pValue(below: interval.high) ?? .nan) - 0.025) < 1e-6)
      #expect((skill.pValue(above: interval.low - 0.01) ?? .nan) < 0.025)
      #expect((skill.pValue(above: interval.low + 0.01) ?? .nan) > 0.025)
    }
  }
}
