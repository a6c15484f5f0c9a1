// What a model costs as sequences get longer and models wider, counted and measured.

import LabResults

/// The cost of a model over a grid of lengths n and widths d.
public struct ComplexityRecord: Codable, Equatable, Sendable {
  /// One point of the grid: one sequence of length n, one layer of width d.
  public struct Point: Codable, Equatable, Sendable {
    /// n, the tokens of the sequence, and d.
    public var length, width: Int
    /// Counted floating-point operations of the sequence mixer alone, forward: the recurrence, or attention's two products and softmax.
    public var mixerWork: Int
    /// Counted floating-point operations of a whole training step, forward and backward.
    public var work: Int
    /// The longest chain of dependent operations in that step.
    public var span: Int
    /// The most bytes of values and gradients alive at once in it.
    public var peakBytes: Int
    /// The median time of such a step on one thread, in milliseconds; null where only counts were taken.
    @ExplicitNull public var milliseconds: Double?

    /// One step, as it was counted and, perhaps, timed.
    public init(length: Int, width: Int, mixerWork: Int, work: Int, span: Int, peakBytes: Int, milliseconds: Double?) {
      (self.length, self.width, self.mixerWork, self.work) = (length, width, mixerWork, work)
      (self.span, self.peakBytes) = (span, peakBytes)
      self._milliseconds = ExplicitNull(wrappedValue: milliseconds)
    }
  }

  /// A sum of terms in n and d, fitted to one quantity.
  public struct Fit: Codable, Equatable, Sendable {
    /// One term: "n·d²", and what it is multiplied with.
    public struct Term: Codable, Equatable, Sendable {
      /// The product of powers and logarithms of n and d: "n·d²", or "1" for a constant.
      public var name: String
      /// In the unit of the quantity.
      public var coefficient: Double

      /// - Parameter coefficient: In the unit of the quantity.
      public init(name: String, coefficient: Double) { (self.name, self.coefficient) = (name, coefficient) }
    }

    /// "mixer work", "work", "span", "peak bytes" or "milliseconds".
    public var quantity: String
    /// Those without which the sum would be clearly worse.
    public var terms: [Term]
    /// R² of the relative deviations; see `init(_:to:)`.
    public var rSquared: Double
    /// The largest deviation of the fit from a point, relative to the point.
    public var largestResidual: Double
    /// The slopes of log quantity over log n (at the largest d) and over log d (at the largest n), over the upper half of the grid.
    public var lengthExponent, widthExponent: Double

    /// A fit that is known already; `init(_:to:)` makes one.
    public init(
      quantity: String, terms: [Term], rSquared: Double, largestResidual: Double, lengthExponent: Double,
      widthExponent: Double
    ) {
      (self.quantity, self.terms, self.rSquared) = (quantity, terms, rSquared)
      (self.largestResidual, self.lengthExponent, self.widthExponent) = (largestResidual, lengthExponent, widthExponent)
    }
  }

  /// The sizes that all points share. Lengths and widths are those of the points.
  public struct Setting: Codable, Equatable, Sendable {
    /// Of the networks: layers, heads of attention, and tokens to choose from.
    public var layers = 1, heads = 1, vocabulary: Int
    /// Sequences in a step of the grid.
    public var sequences = 1

    /// The setting of points that were measured at this grid.
    public init(_ grid: ComplexityGrid) { vocabulary = grid.vocabularySize }
  }

  /// nil in results of a version that did not tell.
  public var setting: Setting?
  /// Every length at every width.
  public var points: [Point]
  /// One for each quantity that a sum could be fitted to.
  public var fits: [Fit]
  /// For attention: the length from which the n²·d terms cost more than the n·d² terms, as a multiple of d; null for others.
  @ExplicitNull public var crossover: Double?
  /// For attention: peak bytes with the n×n matrix in memory, where `points` has them without it; empty for others.
  public var plainAttentionPoints: [Point]
  /// Points with their fits; a crossover and plain points only for attention.
  public init(
    setting: Setting? = nil, points: [Point], fits: [Fit], crossover: Double?, plainAttentionPoints: [Point]
  ) {
    self.setting = setting
    (self.points, self.fits, self.plainAttentionPoints) = (points, fits, plainAttentionPoints)
    self._crossover = ExplicitNull(wrappedValue: crossover)
  }
}
