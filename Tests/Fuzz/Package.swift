// swift-tools-version: 6.3
import PackageDescription

/// Coverage-guided fuzzing of all that reads files; `Tests/Fuzz/run` builds it with `--sanitize fuzzer`. A package of its own, so that
/// nothing else is built with it.
let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "SequenceLab", path: "../..")],
  targets: [
    .target(name: "Watch"),
    // Links to folders of the lessons, for their package has modules of the same names as the lab.
    .target(name: "ExerciseKit"),
    .target(name: "Course", dependencies: ["ExerciseKit"]),
    .executableTarget(
      name: "Fuzz",
      dependencies: ["Watch", "Course", .product(name: "SequenceLab", package: "SequenceLab")]),
  ],
  swiftLanguageModes: [.v6]
)
