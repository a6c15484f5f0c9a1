// swift-tools-version: 6.3
import PackageDescription

/// The modules that a model is written with; each model is a module of its own under `Sources/Models/`.
let modelKitNames = ["TensorCore", "NeuralLayers", "SequenceKit"]
let modelKit = modelKitNames.map { Target.Dependency.byName(name: $0) }

/// What trains, checks, compares and shows models.
let lab = [
  "ModelCatalog", "ModelContract", "Corpora", "LabErrors", "LabResults", "LabKit", "LabReport", "Studies", "Patterns",
]

/// A new model: its folder under `Sources/Models/`, its name here, and its line in `ModelCatalog`. `./lab new-model` makes
/// all three.
let models = ["VanillaRNN", "BidirectionalRNN", "LSTM", "GRU", "Transformer"]

let package = Package(
  name: "SequenceLab",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "seqlab", targets: ["seqlab"]),
    // All that a package of your own needs to compare its model with these; see Examples/MyModel.
    .library(name: "SequenceLab", targets: modelKitNames + models + lab),
    // What a model is written with, without the lab.
    .library(name: "SequenceKit", targets: modelKitNames),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(name: "TensorKernels"),
    .target(name: "TensorCore", dependencies: ["COpenBLAS", "TensorKernels"]),
    .target(name: "NeuralLayers", dependencies: ["TensorCore"]),
    .target(name: "SequenceKit", dependencies: ["TensorCore", "NeuralLayers"]),
    .target(name: "ModelCatalog", dependencies: ["SequenceKit"] + models.map { .byName(name: $0) }),
    .target(name: "LabErrors"),
    .target(name: "Corpora", dependencies: ["TensorCore", "LabErrors"]),
    .target(name: "LabResults"),
    .target(name: "LabKit", dependencies: modelKit + ["Corpora", "LabErrors", "LabResults"]),
    .target(name: "ModelContract", dependencies: modelKit + ["LabErrors", "LabKit"]),
    .target(name: "LabReport", dependencies: ["LabErrors", "LabResults"]),
    .target(
      name: "Studies", dependencies: modelKit + ["Corpora", "LabErrors", "LabResults", "LabKit", "LabReport"]),
    .target(
      name: "Patterns",
      dependencies: modelKit + ["Corpora", "LabErrors", "LabResults", "LabKit", "LabReport", "Studies"]),
    .executableTarget(
      name: "seqlab",
      dependencies: modelKit + [
        "ModelCatalog", "ModelContract", "Corpora", "LabErrors", "LabResults", "LabKit", "LabReport", "Studies",
        "Patterns",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // What several test targets share: small corpora, made-up results, a page as XML.
    .target(
      name: "TestSupport", dependencies: modelKit + ["ModelCatalog", "Corpora", "LabResults"],
      path: "Tests/TestSupport"),
    .testTarget(name: "TensorKernelsTests", dependencies: ["TensorKernels"]),
    .testTarget(name: "TensorCoreTests", dependencies: ["TensorCore", "VanillaRNN", "LSTM", "GRU"]),
    .testTarget(name: "NeuralLayersTests", dependencies: ["TensorCore", "NeuralLayers", "VanillaRNN", "LSTM"]),
    .testTarget(
      name: "ModelTests", dependencies: modelKit + ["ModelCatalog", "ModelContract", "LabKit"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "CorporaTests", dependencies: ["TensorCore", "Corpora", "LabErrors"],
      resources: [.copy("BytePairs/Fixtures")]),
    .testTarget(name: "LabResultsTests", dependencies: ["LabResults", "TestSupport"]),
    .testTarget(
      name: "LabKitTests",
      dependencies: modelKit + [
        "ModelCatalog", "Transformer", "Corpora", "LabErrors", "LabResults", "LabKit", "TestSupport",
      ]),
    .testTarget(name: "LabReportTests", dependencies: ["LabResults", "LabReport", "TestSupport"]),
    .testTarget(
      name: "StudiesTests",
      dependencies: modelKit + [
        "ModelCatalog", "Transformer", "Corpora", "LabErrors", "LabResults", "LabKit", "LabReport", "Studies",
        "TestSupport",
      ]),
    .testTarget(
      name: "PatternsTests",
      dependencies: modelKit + [
        "ModelCatalog", "LabKit", "LabReport", "LabResults", "Patterns", "Studies", "TestSupport",
      ]),
    .testTarget(name: "seqlabTests", dependencies: ["LabKit", "LabReport", "Studies", "seqlab"]),
  ]
    + models.map { .target(name: $0, dependencies: modelKit, path: "Sources/Models/\($0)") },
  swiftLanguageModes: [.v6]
)
