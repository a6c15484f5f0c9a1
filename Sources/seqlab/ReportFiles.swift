// Writes a page with the CSV files that it links to.

import Corpora
import Foundation
import LabKit
import LabReport
import LabResults
import ModelCatalog
import Patterns

/// A page that comes with CSV files, and perhaps with its figures as files.
protocol ReportPage {
  func html(lessons: String) -> String
  func csvFiles() -> [(name: String, text: String)]
  func pictures() -> [(name: String, text: String)]
}

extension ReportPage {
  func pictures() -> [(name: String, text: String)] { [] }
}

extension HTMLReport: ReportPage {}
extension RunPairReport: ReportPage {}
extension StudyPage: ReportPage {}
extension PatternPage: ReportPage {}

enum ReportFiles {
  /// The file of a page in its folder.
  static let pageName = "report.html"

  /// Takes a folder that a page goes to, for as long as the result lives; nil where nothing can be written beside it, for a page may
  /// go to the only folder that can be.
  /// - Throws: `FolderLockError`, if another process has it.
  static func taken(_ folder: URL) throws -> FolderLock? {
    do { return try FolderLock(folder) } catch is OutputError { return nil }
  }

  /// Checks that a page's folder is there or can be, before any work is done for it.
  /// - Throws: `OutputError`
  static func check(_ folder: URL) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue { return }
    try createFolder(at: folder)
    rmdir(folder.path)
  }

  /// Writes the CSV files, the pictures and then `report.html`, each whole or not at all.
  /// - Returns: Where the page is.
  /// - Throws: `OutputError`.
  static func write(_ report: some ReportPage, to folder: URL) throws -> URL {
    // The page comes last: where it is, what it links to is.
    let page = (name: pageName, text: report.html(lessons: lessons(from: folder)))
    try write(report.csvFiles() + report.pictures() + [page], to: folder)
    return folder.appendingPathComponent(page.name)
  }

  /// Writes `results.json` and then a page, each whole or not at all.
  /// - Throws: `OutputError`; `EncodingError` for a number that is not finite.
  static func write(_ report: some ReportPage, with results: some Encodable, to folder: URL) throws {
    let file = folder.appendingPathComponent("results.json")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let json = try encoder.encode(results)
    try createFolder(at: folder)
    _ = Leftovers(ofFiles: [file.lastPathComponent], in: folder)
    try writeAtomically(json, to: file)
    _ = try write(report, to: folder)
  }

  /// Writes a figure by itself: its numbers, and it as a picture for light pages and for dark ones.
  /// - Throws: `OutputError`.
  static func write(_ figure: Figure, to folder: URL) throws {
    try write([(figure.csvName, figure.csv.text)] + figure.pictures, to: folder)
  }

  private static func write(_ files: [(name: String, text: String)], to folder: URL) throws {
    try createFolder(at: folder)
    if let message = Leftovers(ofFiles: files.map(\.name), in: folder).message { Output.note(message) }
    for file in files { try writeAtomically(Data(file.text.utf8), to: folder.appendingPathComponent(file.name)) }
  }

  /// The way from a folder to the lessons, which lie beside the folder of the default corpus; where that is nowhere, the usual way.
  static func lessons(from folder: URL) -> String {
    let stories = try? CorpusSource(name: CorpusSource.stories, kind: .grammar).url()
    guard let corpus = stories?.deletingLastPathComponent() else { return LessonLink.usualPlace }
    let lessons = corpus.deletingLastPathComponent().appendingPathComponent("Lessons")
    func parts(_ url: URL) -> [String] { url.standardizedFileURL.resolvingSymlinksInPath().pathComponents }
    let (from, to) = (parts(folder), parts(lessons))
    let shared = zip(from, to).prefix { $0 == $1 }.count
    let way = Array(repeating: "..", count: from.count - shared) + to[shared...]
    return way.map { $0.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? $0 }.joined(separator: "/")
  }

  /// The command that a comparison can be made with again, from what its results tell: all that differs from the profile.
  /// - Parameter corpus: The flags of the corpus, if known; results hold no more than its file's name.
  static func command(for results: ComparisonResults, corpus: CorpusOptions? = nil) -> String {
    let plan = results.protocol.plan
    var usual = ComparisonPlan(results.protocol.profile)
    // What was chosen for a text is told flag by flag.
    let isText = plan.validationLooks != nil
    if isText {
      (usual.steps, usual.referenceWidth, usual.length) = (0, 0, 0)
      (usual.referenceLayers, usual.batchSize, usual.studies) = (0, 0, ComparisonPlan.textStudies)
      usual.searchOnText(ComparisonPlan.textRates)
    }
    var words = ["./lab", "compare", "--profile", results.protocol.profile.rawValue]
    func add(_ flag: String, _ value: String, unless isUsual: Bool) {
      if !isUsual { words += ["--" + flag, value] }
    }
    let models = results.models.map(\.id).joined(separator: ",")
    add("models", models, unless: models == CompareCommand.usualModels(results.protocol.profile))
    let isGrammar = results.corpus.floors.nextToken != nil && results.corpus.name != "stories"
    let file = corpus.map { $0.corpus ?? "stories" } ?? results.corpus.name + (isGrammar ? ".grammar" : "")
    add("corpus", quoted(file), unless: file == "stories")
    add("tokenizer", corpus?.tokenizer ?? "", unless: corpus?.tokenizer == nil)
    add("vocabulary", quoted(corpus?.vocabulary ?? ""), unless: corpus?.vocabulary == nil)
    add(
      "seeds", plan.schedule == nil ? "\(plan.seeds.count)" : "auto",
      unless: plan.seeds == usual.seeds && plan.schedule == usual.schedule)
    add("match", plan.matched.rawValue, unless: plan.matched == usual.matched)
    add("head", plan.head.rawValue, unless: plan.head == usual.head)
    add("positions", plan.positions.rawValue, unless: plan.positions == usual.positions)
    add("steps", "\(plan.steps)", unless: plan.steps == usual.steps)
    let rates = plan.search?.rates ?? []
    if rates.isEmpty && usual.search != nil {
      words.append("--no-search")
    } else {
      add("learning-rates", rates.map { "\($0)" }.joined(separator: ","), unless: rates == usual.search?.rates ?? [])
    }
    add("width", "\(plan.referenceWidth)", unless: plan.referenceWidth == usual.referenceWidth)
    add("layers", "\(plan.referenceLayers)", unless: plan.referenceLayers == usual.referenceLayers)
    add("context", "\(plan.length)", unless: plan.length == usual.length)
    add("batch", "\(plan.batchSize)", unless: plan.batchSize == usual.batchSize)
    add("dropout", "\(plan.dropout ?? 0)", unless: plan.dropout == nil)
    if let studies = plan.studies, studies != usual.studies {
      words += studies.isEmpty ? ["--scores-only"] : ["--studies", studies.joined(separator: ",")]
    }
    // Sums over threads are rounded differently, so their number belongs to what repeats bit by bit.
    add("threads", "\(plan.threads)", unless: false)
    return words.joined(separator: " ")
  }

  /// A word as a shell reads it.
  static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) }
    return isPlain ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
