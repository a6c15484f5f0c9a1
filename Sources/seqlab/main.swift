import LabKit
import LabReport
import ModelCatalog
import SequenceKit
import Corpora
import Transformer
import Foundation
let a = CommandLine.arguments
func v(_ n: String, _ d: Int) -> Int { a.firstIndex(of: "--"+n).map { Int(a[$0+1])! } ?? d }
func f(_ n: String, _ d: Double) -> Double { a.firstIndex(of: "--"+n).map { Double(a[$0+1])! } ?? d }
func s(_ n: String, _ d: String) -> String { a.firstIndex(of: "--"+n).map { a[$0+1] } ?? d }
if a[1] == "compare" {
  var plan = ComparisonPlan(Profile(rawValue: s("profile", "quick"))!)
  plan.steps = v("steps", plan.steps); plan.referenceWidth = v("width", plan.referenceWidth); plan.referenceLayers = v("layers", plan.referenceLayers)
  plan.recurrentLayers = v("rlayers", 1); plan.headCount = v("heads", 4)
  plan.length = v("length", plan.length); plan.batchSize = v("batch", plan.batchSize); plan.defaultLearningRate = f("lr", plan.defaultLearningRate)
  if a.contains("--seeds") { plan.seeds = (0..<v("seeds", 1)).map { UInt64($0 + 1) } }
  let corpus = try Corpus.stories(url: URL(fileURLWithPath: s("corpus", "Corpus/stories.grammar")), sizes: plan.corpusSizes)
  let names = s("models", "rnn,birnn,lstm,transformer").split(separator: ",").map(String.init)
  let c = try Comparison(plan, corpus: corpus, models: names.map { n in ModelCatalog.models.first { $0.identifier == n }! }, reference: TransformerModel.self)
  let r = try c.run { e in if case .trained(let m, _, let st, _, let l) = e, st % 100 == 0 { FileHandle.standardError.write(Data("\(m) \(st) \(l)\n".utf8)) } }
  for t in ComparisonTables(r).all { print(t.text()) }
  print(r.alarms)
} else {
let name = a[a.firstIndex(of: "--model")!+1]
let t = ModelCatalog.models.first { $0.identifier == name }!
let b = try StepBenchmark(t, ModelConfiguration(vocabularySize: v("vocab", 512), width: v("width",128), layerCount: v("layers",1), headCount: v("heads",4), contextLength: v("length",128)), batchSize: v("batch",32), length: v("length",128), steps: v("steps",20), threads: v("threads",2))
let e = JSONEncoder(); e.outputFormatting = [.sortedKeys]
print(String(decoding: try e.encode(b), as: UTF8.self))
}
