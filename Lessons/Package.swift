// swift-tools-version: 6.3
import PackageDescription

/// The lessons that have exercises: the folder, and the module of its checks. Exercises are compiled by `lesson
/// check`, one file at a time and in no package, so that one that does not compile stops nothing else. Solutions are
/// a package of their own.
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

let package = Package(
  name: "Lessons",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "lesson", targets: ["lesson"]),
    // What a learner's file is linked with.
    .library(name: "LessonChecks", type: .static, targets: ["ExerciseKit", "LessonTape"] + lessons.map(\.module)),
    // What the tests look at beside; see Solutions.
    .library(name: "Course", targets: ["Course"]),
  ],
  targets: [
    .target(name: "ExerciseKit", path: "Kit"),
    .target(name: "LessonTape", path: "Tape"),
    .target(name: "Course", dependencies: ["ExerciseKit"], path: "Course"),
    .executableTarget(name: "lesson", dependencies: ["Course"], path: "Program"),
  ]
    + lessons.map {
      .target(name: $0.module, dependencies: ["ExerciseKit", "LessonTape"], path: "\($0.folder)/Checks")
    },
  swiftLanguageModes: [.v6]
)
