// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "MyModel",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "SequenceLab", path: "../..")],
  targets: [
    .executableTarget(name: "MyModel", dependencies: [.product(name: "SequenceLab", package: "SequenceLab")])
  ],
  swiftLanguageModes: [.v6]
)
