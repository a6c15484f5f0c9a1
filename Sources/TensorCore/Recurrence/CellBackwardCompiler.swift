// The backward program of a cell: gradients take the places of values that are no longer needed.

import TensorKernels

/// Orders the steps of the backward pass so that no place is written before its last reader; where there is no such order, a
/// gradient waits in the cache and is copied.
struct CellBackwardCompiler {
  private let graph: CellGraph
  private let gradients: CellGraph.Gradients
  private let forward: CellForwardCompiler
  private let showsMemory: Bool
  private(set) var blockCount = 0
  private var location: [Int: CellProgram.Slot]
  private var jobs: [Job] = []
  private var freeScratch: [Int] = []
  private var scratchCount = 0

  /// A step to come: it computes `value`, or copies it or adds it to a place.
  private struct Job {
    let value: Int
    /// What computes the value; nil: it is there.
    let step: FusedStep?
    let stage: Int
    /// Whether it is added to what is in the target.
    var adds = false
    /// Where the result must be; nil: anywhere.
    var target: CellProgram.Slot?

    var reads: [Int] { step?.reads ?? [value] }
  }

  init(_ graph: CellGraph, _ gradients: CellGraph.Gradients, after forward: CellForwardCompiler, showsMemory: Bool) {
    (self.graph, self.gradients, self.forward, self.showsMemory) = (graph, gradients, forward, showsMemory)
    location = forward.location
    // Values that stayed in the cache are gone, and states have moved to their places.
    location = location.filter { if case .scratch = $0.value { false } else { true } }
    location[graph.state] = .state
    if let memory = graph.memory, memory != graph.state { location[memory] = .memory }
    for index in graph.forwardCount..<graph.nodes.count {
      switch graph.nodes[index].operation {
      case .stateGradient: location[index] = .stateGradient
      case .memoryGradient: location[index] = .memoryGradient
      default: break
      }
    }
  }

  /// The program's rounds; nil if a gradient has no way to its place.
  mutating func run() -> [PlacedRound]? {
    guard let outputs = outputs() else { return nil }
    let values = neededValues(outputs.map(\.value))
    let stages = (values.map(stage) + [0]).max() ?? 0
    var rounds = [PlacedRound](repeating: PlacedRound(), count: stages + 1)
    makeJobs(graph.fusedSteps(for: values.filter(graph.isStep), fixed: Set(outputs.map(\.value))), outputs)
    for value in values {
      if case .factorGradient(let factor) = graph.nodes[value].operation {
        location[value] = newBlock()
        rounds[stage(value)].products += products(of: factor, into: blockCount - 1)
      }
    }
    for round in rounds.indices {
      while jobs.contains(where: { $0.stage == round }) {
        guard let step = nextStep(round) else { return nil }
        rounds[round].steps.append(step)
      }
    }
    return rounds
  }

  private func stage(_ value: Int) -> Int { value < graph.forwardCount ? 0 : graph.nodes[value].stage }

  private mutating func newBlock() -> CellProgram.Slot {
    blockCount += 1
    return .block(blockCount - 1)
  }

  /// Where each gradient must go; nil if one is missing, for there is nothing to fill its place with.
  private func outputs() -> [(value: Int, slot: CellProgram.Slot)]? {
    var result: [(value: Int, slot: CellProgram.Slot)] = []
    for (gate, gradient) in gradients.inputs.enumerated() {
      guard let gradient else { return nil }
      result.append((gradient, .gateGradient(gate)))
    }
    for product in forward.products {
      guard let number = product.kept else { continue }
      guard let gradient = gradients.products[product.gates.lowerBound] else { return nil }
      result.append((gradient, .kept(number)))
    }
    if let gradient = gradients.stateBefore { result.append((gradient, .stateGradientBefore)) }
    if let whole = gradients.state {
      // Its place is not to be had twice.
      if forward.sharesOutput { return nil }
      result.append((whole, .stateGradient))
    }
    if graph.memory != nil {
      guard let before = gradients.memoryBefore, let whole = gradients.memory else { return nil }
      result.append((before, .memoryGradient))
      if showsMemory { result.append((whole, .shownMemoryGradient)) }
    }
    return result
  }

  /// What must be computed for some values, each after what it depends on; forward values that are computed again come first.
  private func neededValues(_ outputs: [Int]) -> [Int] {
    var needed: Set<Int> = []
    var open = outputs
    while let value = open.popLast() {
      guard value >= graph.forwardCount || forward.recomputed.contains(value), needed.insert(value).inserted else {
        continue
      }
      open += graph.nodes[value].operands
    }
    return needed.sorted()
  }

  /// The products that lead back to a factor, with the place that they add up in.
  private func products(of factor: Int, into block: Int) -> [CellProgram.Product] {
    CellForwardCompiler.merged(
      forward.products.filter { $0.factor == forward.location[factor] }.map {
        CellProgram.Product(gates: $0.gates, factor: .block(block), kept: $0.kept)
      })
  }

  // MARK: Jobs

  private mutating func makeJobs(_ steps: [FusedStep], _ outputs: [(value: Int, slot: CellProgram.Slot)]) {
    var pending = outputs
    for step in steps {
      let isRead = steps.contains { $0.reads.contains(step.value) }
      let own = pending.firstIndex { $0.value == step.value && $0.slot != .stateGradientBefore }
      // What is only added to a place needs no other.
      let added = own == nil && !isRead && step.addend == nil ? pending.firstIndex { $0.value == step.value } : nil
      let target = (own ?? added).map { pending.remove(at: $0).slot }
      jobs.append(Job(value: step.value, step: step, stage: stage(step.value), adds: added != nil, target: target))
    }
    for (value, slot) in pending {
      jobs.append(
        Job(value: value, step: nil, stage: stage(value), adds: slot == .stateGradientBefore, target: slot))
    }
  }

  /// The next step of a round: the first job whose operands are there and whose place is free; or the first at all, whose result
  /// then waits in the cache.
  private mutating func nextStep(_ round: Int) -> PlacedStep? {
    let ready = jobs.indices.filter { index in
      jobs[index].stage == round && jobs[index].reads.allSatisfy { location[$0] != nil }
    }
    if let index = ready.first(where: { isFree(jobs[$0].target, except: $0) }) { return emit(index) }
    guard let index = ready.first(where: { jobs[$0].step != nil && !jobs[$0].adds }) else { return nil }
    jobs.append(Job(value: jobs[index].value, step: nil, stage: round, target: jobs[index].target))
    jobs[index].target = nil
    return emit(index)
  }

  /// Whether nobody but one job still reads what lives in a place.
  private func isFree(_ target: CellProgram.Slot?, except job: Int) -> Bool {
    guard let target else { return true }
    var places: Set = [target]
    if case .gateGradient(let gate) = target { places.insert(forward.sharesOutput ? .stateGradient : .gate(gate)) }
    return !jobs.indices.contains { index in
      index != job && jobs[index].reads.contains { value in location[value].map(places.contains) ?? false }
    }
  }

  private mutating func emit(_ index: Int) -> PlacedStep {
    let job = jobs.remove(at: index)
    let reads = job.reads.compactMap { location[$0] }
    for value in Set(job.reads).sorted() where !jobs.contains(where: { $0.reads.contains(value) }) {
      if case .scratch(let number)? = location[value] { freeScratch.append(number) }
    }
    let target = job.target ?? place(for: job.value)
    guard let step = job.step else { return PlacedStep(copying: reads[0], to: target, adding: job.adds) }
    var placed = PlacedStep(step, reads: reads, result: target)
    if job.adds { placed.addend = target } else { location[job.value] = target }
    return placed
  }

  private mutating func place(for value: Int) -> CellProgram.Slot {
    let isReadLater = jobs.contains { $0.reads.contains(value) && $0.stage > stage(value) }
    if isReadLater { return newBlock() }
    if let number = freeScratch.popLast() { return .scratch(number) }
    scratchCount += 1
    return .scratch(scratchCount - 1)
  }
}
