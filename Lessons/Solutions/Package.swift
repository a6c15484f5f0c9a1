// swift-tools-version: 6.3
import PackageDescription

/// The folders here, and the modules of their lessons' checks.
let lessons = [
  (folder: "01-next-word", module: "NextWord"),
  (folder: "02-slopes", module: "Slopes"),
  (folder: "03-rnn", module: "RNN"),
  (folder: "04-vanishing", module: "Vanishing"),
  (folder: "05-lstm", module: "LSTM"),
  (folder: "06-both-directions", module: "BothSides"),
  (folder: "07-attention", module: "Attention"),
  (folder: "08-order", module: "Order"),
  (folder: "09-cost", module: "Costs"),
  (folder: "10-fair", module: "Fair"),
  (folder: "11-own-model", module: "OwnModel"),
  (folder: "12-text", module: "OwnText"),
]

/// Solutions, and wrong ones, with the tests of all lessons. No check of a learner's file builds any of this: the
/// folder can be deleted, and `./lab check` works on.
let package = Package(
  name: "Solutions",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Lessons", path: "..")],
  targets: [
    .target(name: "Answers", dependencies: [.product(name: "LessonChecks", package: "Lessons")], path: "Kit"),
    .testTarget(
      name: "LessonTests",
      dependencies: lessons.map { .byName(name: "\($0.module)Solutions") } + [
        "Answers", .product(name: "LessonChecks", package: "Lessons"), .product(name: "Course", package: "Lessons"),
      ],
      path: "Tests"),
  ]
    + lessons.map {
      .target(
        name: "\($0.module)Solutions", dependencies: ["Answers", .product(name: "LessonChecks", package: "Lessons")],
        path: $0.folder)
    },
  swiftLanguageModes: [.v6]
)
