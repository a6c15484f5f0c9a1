import LabKit
import ModelCatalog
import SequenceKit
import Foundation
let a = CommandLine.arguments
func v(_ n: String, _ d: Int) -> Int { a.firstIndex(of: "--"+n).map { Int(a[$0+1])! } ?? d }
let name = a[a.firstIndex(of: "--model")!+1]
let t = ModelCatalog.models.first { $0.identifier == name }!
let b = try StepBenchmark(t, ModelConfiguration(vocabularySize: v("vocab", 512), width: v("width",128), layerCount: v("layers",1), headCount: v("heads",4), contextLength: v("length",128)), batchSize: v("batch",32), length: v("length",128), steps: v("steps",20), threads: v("threads",2))
let e = JSONEncoder(); e.outputFormatting = [.sortedKeys]
print(String(decoding: try e.encode(b), as: UTF8.self))
