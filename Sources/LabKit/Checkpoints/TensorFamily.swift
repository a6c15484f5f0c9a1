// What model a file's tensors belong to, told from their names and shapes alone.

import LabErrors

/// The kind of model that tensors are of.
struct TensorFamily {
  /// In words: "GPT-2 with 12 layers".
  let words: String
  /// The config.json that would describe it, as far as tensors tell; nil where the lab has no such model.
  let configuration: String?
  /// The lab's model, where it has one.
  let model: String?

  init(_ files: WeightFiles) {
    if let gpt2 = Self.gpt2(files) {
      self = gpt2
    } else if let recurrent = Self.recurrent(files) {
      self = recurrent
    } else if let other = Self.others.first(where: { marker, _ in files.names.contains { $0.contains(marker) } }) {
      self.init(words: other.words, configuration: nil, model: nil)
    } else {
      let names = files.names.prefix(3).map { "'\(printable($0))'" }.joined(separator: ", ")
      self.init(
        words: "no model that is known here" + (names.isEmpty ? "" : ", such as \(names)"), configuration: nil,
        model: nil)
    }
  }

  private init(words: String, configuration: String?, model: String?) {
    (self.words, self.configuration, self.model) = (words, configuration, model)
  }

  private static func gpt2(_ files: WeightFiles) -> TensorFamily? {
    let layers = files.names.compactMap {
      $0.firstMatch(of: /(?:^|\.)h\.(\d{1,6})\.attn\.c_attn\.weight$/).flatMap { Int($0.1) }
    }
    guard let last = layers.max() else { return nil }
    func shape(_ name: String) -> [Int]? { files.shape(of: "transformer." + name) ?? files.shape(of: name) }
    let words = "GPT-2 with \(last + 1) layer\(last == 0 ? "" : "s")"
    guard let embedding = shape("wte.weight"), embedding.count == 2 else {
      return TensorFamily(words: words, configuration: nil, model: "transformer")
    }
    let context = shape("wpe.weight")?.first.map { ", \"n_positions\": \($0)" } ?? ""
    return TensorFamily(
      words: words,
      configuration:
        "{\"model_type\": \"gpt2\", \"vocab_size\": \(embedding[0]), \"n_embd\": \(embedding[1]), \"n_layer\": "
        + "\(last + 1)\(context), \"n_head\": …}, with the number of heads, which tensors do not tell",
      model: "transformer")
  }

  private static func recurrent(_ files: WeightFiles) -> TensorFamily? {
    guard let first = files.names.first(where: { $0 == "weight_hh_l0" || $0.hasSuffix(".weight_hh_l0") }),
      let shape = files.shape(of: first), shape.count == 2, shape[1] > 0
    else { return nil }
    let (gates, width) = (shape[0] / shape[1], shape[1])
    let prefix = first.dropLast("weight_hh_l0".count)
    var layers = 1
    while files.contains(prefix + "weight_hh_l\(layers)") { layers += 1 }
    let isBidirectional = files.contains(first + "_reverse")
    let known = [1: ("nn.RNN", "rnn"), 3: ("nn.GRU", "gru"), 4: ("nn.LSTM", "lstm")][gates]
    let name = known?.0 ?? "a recurrent network"
    let identifier = isBidirectional ? (gates == 1 ? "birnn" : nil) : known?.1
    let words =
      "\(isBidirectional ? "a bidirectional " : "")\(name) with \(layers) layer\(layers == 1 ? "" : "s") of "
      + "width \(width)"
    let embedding = RecurrentNames.embedding(in: files).flatMap { files.shape(of: $0) }
    guard let model = identifier, let table = embedding, table.count == 2 else {
      let lack = embedding == nil ? ", without an embedding" : ""
      return TensorFamily(words: words + lack, configuration: nil, model: identifier)
    }
    return TensorFamily(
      words: words,
      configuration:
        "{\"model\": \"\(model)\", \"vocab_size\": \(table[0]), \"width\": \(width), \"layers\": \(layers)}",
      model: model)
  }

  /// What other models have in their names.
  private static let others: [(marker: String, words: String)] = [
    ("lora_A", "an adapter (LoRA) alone: merge it with its model first"),
    ("self_attn.q_proj", "Llama, OPT or their kin, which are not computed here"),
    ("attn.attention.q_proj", "GPT-Neo, which is not computed here"),
    ("attn.q_proj", "GPT-J, which is not computed here"),
    ("gpt_neox.", "GPT-NeoX (Pythia), which is not computed here"),
    ("query_key_value", "GPT-NeoX, BLOOM or Falcon, which are not computed here"),
    ("encoder.layer.", "BERT or its kin, which are not computed here"),
    ("self_attn.in_proj_weight", "nn.TransformerEncoder, whose arrangement is not computed here"),
    ("mixer.in_proj", "Mamba, which is not computed here"), ("SelfAttention.q", "T5, which is not computed here"),
    ("model/h0/attn", "OpenAI's TensorFlow release of GPT-2: take transformers' gpt2 instead"),
    ("cell.weight_ih", "a recurrent cell alone"),
  ]

  /// What to say where a tensor is missing; nil where the tensors are of the model's own kind, and so tell nothing
  /// more.
  func hint(forMissing name: String) -> String? {
    let wantsRecurrent = ["embed.", "core.", "head."].contains(where: name.hasPrefix)
    let isOwnKind = model.map { $0.hasPrefix("transformer") != wantsRecurrent } ?? false
    return isOwnKind && configuration != nil ? nil : "its tensors are those of \(words)"
  }

  /// What to say of a tensor that the model does not have; nil where its name tells nothing more.
  static func hint(forExtra name: String) -> String? {
    let known: [(marker: String, words: String)] = [
      ("_reverse", "it is of a network that reads both ways"),
      ("crossattention", "it is of an encoder-decoder's cross-attention"),
      ("score.", "it is of a classifier"), ("multiple_choice_head", "it is of GPT2DoubleHeadsModel's second head"),
      ("weight_hr_l", "it is of an LSTM with projections (proj_size)"),
      ("lora_", "it is of an adapter (LoRA): merge that first"),
      ("v_head", "it is of a value head, as for reinforcement learning"),
    ]
    return known.first { name.contains($0.marker) }?.words
  }
}
