// What a search for a model's settings tried and chose, in results.json.

extension ComparisonResults {
  /// What one model was tried with.
  public struct SearchRecord: Codable, Equatable, Sendable {
    /// First the rates of the search, ascending, then its variants; empty where the plan fixes the rate.
    public var trials: [Trial]
    /// What the model was trained with in the runs that count.
    public var chosen: TrainedWith

    package init(trials: [Trial] = [], chosen: TrainedWith) { (self.trials, self.chosen) = (trials, chosen) }

    /// Settings and what they gave.
    public struct Trial: Codable, Equatable, Sendable {
      /// The settings.
      public var settings: TrainedWith
      /// Losses on the validation part in nats, seed by seed: of the first seed alone for all but the best; null
      /// where the training failed.
      public var losses: [Double?]

      package init(_ settings: TrainedWith, losses: [Double?]) { (self.settings, self.losses) = (settings, losses) }

      /// The mean loss; nil where a training failed.
      public var meanLoss: Double? {
        let finished = losses.compactMap { $0 }
        return finished.isEmpty || finished.count < losses.count ? nil : Statistics.mean(finished)
      }
    }
  }
}

extension ComparisonResults.SearchRecord {
  /// The settings with the least mean loss among those that had the most seeds; nil where none was tried or none
  /// went well.
  public var best: TrainedWith? {
    // lesson: best
    let most = trials.map(\.losses.count).max() ?? 0
    return trials.compactMap { trial in
      trial.losses.count == most ? trial.meanLoss.map { (settings: trial.settings, loss: $0) } : nil
    }.min { $0.loss < $1.loss }?.settings
    // end
  }

  /// The trials that differ in their rate alone, by rate.
  public var rateTrials: [Trial] {
    trials.filter(\.settings.isPlain).sorted { $0.settings.learningRate < $1.settings.learningRate }
  }

  /// Whether the best rate is the least or the largest of those tried, so that a better one may lie beyond.
  public var isAtEdge: Bool {
    let rates = rateTrials.map(\.settings.learningRate)
    return best.map { $0.learningRate == rates.first || $0.learningRate == rates.last } ?? false
  }

  /// Whether this is what a search would have recorded: its rates in order, as many variants, as many seeds for the
  /// best.
  package func fits(_ search: SettingsSearch) -> Bool {
    let counts = trials.map(\.losses.count)
    let tried = trials.prefix(search.rates.count).map(\.settings)
    return tried == search.rates.map { TrainedWith(learningRate: $0) }
      && trials.count == search.rates.count + search.variants
      && counts.count { $0 == search.seeds.count } >= search.finalists
      && counts.allSatisfy { $0 == 1 || $0 == search.seeds.count }
      && chosen == best
  }
}
