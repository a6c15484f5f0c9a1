// At which lengths and widths a model's cost is counted and timed.

/// What `Complexity.measure` measures at. All networks have one layer.
public struct ComplexityGrid: Equatable, Sendable {
  /// Counts are taken for one sequence of each length at each width.
  public var lengths = [32, 64, 128, 256, 512]
  /// Each of them is crossed with all lengths.
  public var widths = [32, 64, 128, 256]
  /// Steps are timed as well at these of the lengths and widths.
  public var timedLengths = [32, 128, 512]
  /// The widths that steps are timed at; part of `widths`, as `timedLengths` is of `lengths`.
  public var timedWidths = [32, 64, 128]
  /// How many steps each of these times is the median of.
  public var timedSteps = 5

  /// The quick grid.
  public init() {}

  /// About a second a model.
  public static let quick = ComplexityGrid()

  /// Twice the length, and steadier times: a few seconds a model.
  public static let full = {
    var grid = ComplexityGrid()
    grid.lengths = [32, 64, 128, 256, 512, 1024]
    (grid.timedLengths, grid.timedWidths) = (grid.lengths, grid.widths)
    grid.timedSteps = 9
    return grid
  }()

  /// The number of tokens to choose from: the fewest with which a recurrence maps each token of the longest sequence by itself.
  ///
  /// Where tokens repeat more often, it maps the whole table once instead (see `RecurrentInput`), and the n·d² of the input's
  /// product would turn into a V·d². One number for all lengths, so that the head's n·d·V is an n·d term.
  public var vocabularySize: Int { (lengths.max() ?? 0) / 2 + 1 }

  /// Traps unless there is enough to fit terms and exponents to.
  func check() {
    let axes = [lengths, widths, timedLengths, timedWidths]
    precondition(
      axes.allSatisfy { Set($0).count >= 2 }, "a grid needs two lengths and two widths at least, timed ones too")
    precondition(axes.joined().allSatisfy { $0 >= 1 }, "lengths and widths of a grid are at least 1")
    precondition(
      Set(timedLengths).isSubset(of: lengths) && Set(timedWidths).isSubset(of: widths),
      "what is timed is part of the grid")
    precondition(timedSteps >= 1, "a grid times each of its points at least once")
  }
}
