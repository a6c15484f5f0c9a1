// swift-tools-version: 6.3
import PackageDescription

/// The kernels' tests under the address and undefined-behaviour sanitizers, and training steps on several threads under the thread
/// sanitizer; `Tests/Sanitizers/run` does both. The folders are links: what is built here is the lab's own source, and no more of it than
/// is needed, since all of it takes minutes.
let modelKit: [Target.Dependency] = ["TensorCore", "NeuralLayers", "SequenceKit"]

let package = Package(
  name: "Sanitizers",
  platforms: [.macOS(.v15)],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(name: "TensorKernels"),
    .target(name: "LabErrors"),
    .target(name: "TensorCore", dependencies: ["COpenBLAS", "TensorKernels"]),
    .target(name: "NeuralLayers", dependencies: ["TensorCore"]),
    .target(name: "SequenceKit", dependencies: ["TensorCore", "NeuralLayers"]),
    .target(name: "LSTM", dependencies: modelKit),
    .target(name: "Transformer", dependencies: modelKit),
    .executableTarget(name: "Trainer", dependencies: modelKit + ["LSTM", "Transformer", "LabErrors", "TensorKernels"]),
    // Faults that must be found.
    .target(name: "PlantedFaults"),
    .executableTarget(name: "Planted", dependencies: ["PlantedFaults", "TensorKernels"]),
    .testTarget(name: "TensorKernelsTests", dependencies: ["TensorKernels"]),
  ],
  swiftLanguageModes: [.v6]
)
