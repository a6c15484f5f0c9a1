// What is known about each model and each pair of them, in results.json.

extension ComparisonResults {
  /// What is known about a model after all its runs.
  public struct ModelRecord: Codable, Equatable, Sendable {
    /// The model's identifier.
    public var id: String
    /// One line for people.
    public var summary: String
    /// Whether the model sees both sides of a blank.
    public var seesBothSides: Bool
    /// The width that it was matched in size by.
    public var width: Int
    /// Its layers; in both directions, those of each.
    public var layers: Int
    /// Its attention heads; a model without any ignores the number.
    public var heads: Int
    /// The number of trained scalars.
    public var parameters: Int
    /// Those outside the embedding and the head.
    public var bodyParameters: Int
    /// Counted floating-point operations of training, forward and backward, for each token.
    public var flopsPerToken: Double
    /// Tokens that one run was trained on.
    public var tokensTrained: Int
    /// Training time, the mean over finished runs.
    public var seconds: Double
    /// The most bytes of values and gradients alive at once in a training step.
    public var peakBytes: Int
    /// The longest chain of dependent operations in a training step.
    public var span: Int
    /// The mean loss of the test part in nats; null for models that do not predict the next token, and
    /// `nextTokenReason` says why.
    @ExplicitNull public var nextToken: Estimate?
    /// The next-token loss less the floor of the very targets, seed by seed, in nats; null where there is no such loss or no grammar.
    @ExplicitNull public var aboveFloor: Estimate?
    /// Why there is no loss of the next token; null where there is one.
    @ExplicitNull public var nextTokenReason: String?
    /// The mean loss over the blanks, in nats; null if no run was finished.
    @ExplicitNull public var fillBlank: Estimate?
    /// The share of blanks whose likeliest token was right.
    @ExplicitNull public var fillBlankAccuracy: Estimate?
    /// The same with half of the training steps; null where no run had those.
    @ExplicitNull public var halfBudget: HalfBudget?
    /// Gradient norms over training, seed by seed.
    public var gradientNorms: [SeedHistory]
    /// What went wrong, if a run stopped.
    public var failures: [String]

    package init(
      id: String, summary: String, seesBothSides: Bool, width: Int, layers: Int, heads: Int, parameters: Int,
      bodyParameters: Int,
      flopsPerToken: Double, tokensTrained: Int, seconds: Double, peakBytes: Int, span: Int, nextToken: Estimate?,
      aboveFloor: Estimate?,
      nextTokenReason: String?, fillBlank: Estimate?, fillBlankAccuracy: Estimate?, halfBudget: HalfBudget? = nil,
      gradientNorms: [SeedHistory],
      failures: [String]
    ) {
      self.id = id
      self.summary = summary
      self.seesBothSides = seesBothSides
      self.width = width
      self.layers = layers
      self.heads = heads
      self.parameters = parameters
      self.bodyParameters = bodyParameters
      self.flopsPerToken = flopsPerToken
      self.tokensTrained = tokensTrained
      self.seconds = seconds
      self.peakBytes = peakBytes
      self.span = span
      _nextToken = ExplicitNull(wrappedValue: nextToken)
      _aboveFloor = ExplicitNull(wrappedValue: aboveFloor)
      _nextTokenReason = ExplicitNull(wrappedValue: nextTokenReason)
      _fillBlank = ExplicitNull(wrappedValue: fillBlank)
      _fillBlankAccuracy = ExplicitNull(wrappedValue: fillBlankAccuracy)
      _halfBudget = ExplicitNull(wrappedValue: halfBudget)
      self.gradientNorms = gradientNorms
      self.failures = failures
    }
  }

  /// A second budget of training.
  public struct HalfBudget: Codable, Equatable, Sendable {
    /// Training steps, half of those of a run.
    public var steps: Int
    /// The mean loss in nats: of the next token, or of blanks for a model that has no such loss.
    public var loss: Estimate
    /// That loss less the one after all steps, seed by seed: what the second half of the training gave.
    public var gain: Estimate

    package init(steps: Int, loss: Estimate, gain: Estimate) {
      (self.steps, self.loss, self.gain) = (steps, loss, gain)
    }
  }

  /// Two models that were trained with the same seeds.
  public struct PairRecord: Codable, Equatable, Sendable {
    /// What they are compared in: both losses in nats.
    public enum Score: String, Codable, Sendable { case nextToken, fillBlank }

    /// Which loss is compared.
    public var score: Score
    /// The model with the lesser mean loss, and the other.
    public var first, second: String
    /// The second's loss less the first's, seed by seed.
    public var difference: Estimate
    /// How often the first is better.
    public var firstIsBetter: WinShare
    /// Whether the seeds tell the two apart, judged together with all other pairs.
    public var isTold = false

    package init(
      score: Score, first: String, second: String, difference: Estimate, firstIsBetter: WinShare
    ) {
      self.score = score
      self.first = first
      self.second = second
      self.difference = difference
      self.firstIsBetter = firstIsBetter
    }
  }

  /// The noted steps of one run.
  public struct SeedHistory: Codable, Equatable, Sendable {
    /// The run's seed.
    public var seed: UInt64
    /// In the order of training.
    public var steps: [TrainingStep]
    /// Looks at the validation part, in the same order; the weights of the best were kept. nil where there were none.
    public var validation: [ValidationLook]?
    /// Right answers by distance in the course of training, in the same order; nil but for the first seed's run on a grammar's text.
    public var answers: [AnswerLook]?

    package init(
      seed: UInt64, steps: [TrainingStep], validation: [ValidationLook]? = nil, answers: [AnswerLook]? = nil
    ) {
      self.seed = seed
      self.steps = steps
      self.validation = validation
      self.answers = answers
    }
  }
}
