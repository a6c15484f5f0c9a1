// Too little memory or too few files: said in one line, before or after the work begins.

import Foundation
import Testing

@Suite("What does not fit is refused in one line", .serialized)
struct MemoryTests {
  private let work = Workspace.shared
  private static let train =
    "timeout 60 $SEQLAB train --model lstm --corpus text.txt --steps 2 --threads 1 --overwrite --out memory"

  private func shell(_ script: String) throws -> Program.Result { try Program.shell(script, in: work.folder) }

  @Test("A narrow limit on address space ends every command at once", arguments: ["150000", "200000", "250000"])
  func addressSpace(limit: String) throws {
    for command in ["--version", "models", "train --model lstm --out narrow", "corpus show --corpus text.txt"] {
      let result = try shell("ulimit -v \(limit); timeout 20 $SEQLAB \(command)")
      #expect(result.exitCode == 70 && result.errorLines.count == 1, "\(command): \(result)")
      #expect(result.errors.contains("ulimit -v"))
    }
    #expect(work.isUntouched("narrow"))
  }

  @Test("Few open files end it, too", arguments: [4, 5, 6, 8, 12])
  func openFiles(limit: Int) throws {
    let result = try shell("exec 2>few.txt; ulimit -n \(limit); exec $SEQLAB models")
    #expect(result.exitCode == 70)
    let said = try String(contentsOf: work.url("few.txt"), encoding: .utf8)
    #expect(said.contains("ulimit -n") && said.split(separator: "\n").count == 1, "\(said)")
  }

  @Test("A training that cannot fit is refused with the flags to change, and nothing is written")
  func refused() throws {
    let result = try shell(
      "ulimit -v 3000000; timeout 60 $SEQLAB train --model lstm --corpus text.txt --width 6000 --threads 1 --out large")
    #expect(result.exitCode == 64 && result.errorLines.count == 1, "\(result)")
    #expect(result.errors.contains("--batch") && result.errors.contains("--yes"))
    #expect(work.isUntouched("large"))
  }

  @Test("--yes goes on, and where memory ends that is one line, too")
  func insisted() throws {
    let result = try shell("ulimit -v 2000000; \(Self.train) --width 6000 --yes")
    #expect(result.exitCode == 70, "\(result)")
    #expect(result.errorLines.last?.contains("there is no more memory") ?? false, "\(result.errors)")
    #expect(!result.errors.contains("Backtrac") && !result.errors.contains("Fatal"))
  }

  @Test("What fits says how much it takes, and runs")
  func fits() throws {
    let result = try shell("ulimit -v 4000000; \(Self.train)")
    #expect(result.exitCode == 0, "\(result)")
    #expect(result.errors.contains("of memory, where"))
  }

  @Test("Sampling says memory and time before it writes")
  func sampling() throws {
    let train = try shell("\(Self.train)")
    #expect(train.exitCode == 0, "\(train)")
    let result = try shell("$SEQLAB sample --checkpoint memory --tokens 40 --past-end")
    #expect(result.exitCode == 0 && result.errors.contains("of memory, where"), "\(result)")
    #expect(result.errors.contains(/; at most about \d+:\d\d/) && !result.output.contains("of memory"))
  }

  @Test("Weights that cannot fit are refused before they are read; --yes goes on", arguments: ["sample", "eval"])
  func weights(command: String) throws {
    let train = try shell("\(Self.train)")
    #expect(train.exitCode == 0, "\(train)")
    let large = "rm -rf heavy && cp -r memory heavy && rm heavy/manifest.json"
    let longer = "truncate -s 9000000000 heavy/model.safetensors"
    let start = "\(large) && \(longer); ulimit -v 1500000; timeout 60 $SEQLAB \(command) --checkpoint heavy"
    let refused = try shell(start)
    #expect(refused.exitCode == 65 && refused.errorLines.count == 1, "\(refused)")
    #expect(refused.errors.contains("9.0 GB of weights") && refused.errors.contains("--yes"))
    let insisted = try shell(start + " --yes")
    #expect(insisted.exitCode != 0 && !insisted.errors.contains("are free"), "\(insisted)")
    #expect(insisted.errors.contains("model.safetensors: cannot allocate memory"), "\(insisted)")
    #expect(!insisted.errors.contains("Fatal") && !insisted.errors.contains("Backtrac"))
  }

  @Test(
    "Others refuse, too",
    arguments: [
      "bench --model lstm --width 20000", "slopes --width 20000",
      "compare --corpus text.txt --width 8000 --models rnn --out wide", "study recall --distance 512 --threads 900",
      "reproduce --only copy --threads 900 --out patterns", "corpus show --corpus large.txt",
      "train --model rnn --corpus large.txt --out large",
    ])
  func others(command: String) throws {
    // 300 MB that take no place on the disk.
    let file = "[ -e large.txt ] || truncate -s 300000000 large.txt"
    let result = try shell("\(file); ulimit -v 1500000; timeout 60 $SEQLAB \(command)")
    #expect(result.exitCode == 64 && result.errorLines.last?.contains("this needs about") ?? false, "\(result)")
  }

  @Test("--yes reads a text that is too large, too", arguments: ["show", "sample", "check", "ngram"])
  func insistedOnText(command: String) throws {
    let file = "[ -e large.txt ] || truncate -s 300000000 large.txt"
    let result = try shell("\(file); ulimit -v 1500000; timeout 60 $SEQLAB corpus \(command) --corpus large.txt --yes")
    // It is read, and then found to be no text.
    #expect(result.exitCode == 65 && result.errors.contains("large.txt") && !result.errors.contains("this needs"))
  }
}
