// Every key that config.json may have, in the forms in which the lab and others write it, and what becomes of it.

/// What a key of config.json does to the model.
package enum KeyUse: Equatable {
  /// It is read into a setting, and what it asks for is computed.
  case computed(ConfigurationSetting)
  /// It would change what is computed: these values are what is computed here, and others are refused. Null is none.
  case only([JSONField])
  /// It changes nothing of what a trained model computes.
  case withoutEffect

  /// What becomes of a key; nil for one that nobody here has heard of.
  package static func of(_ key: String) -> KeyUse? { table[key] }

  /// The whole table: the lab's own keys, all of transformers' GPT2Config and of the class above it, nanoGPT's
  /// `model_args`, and the arguments of PyTorch's `nn.RNN`, `nn.LSTM`, `nn.GRU` and `nn.Embedding`.
  static let table: [String: KeyUse] = {
    var table: [String: KeyUse] = [:]
    for setting in ConfigurationSetting.allCases { for name in setting.names { table[name] = .computed(setting) } }
    for (name, values) in only { table[name] = .only(values) }
    for name in ignored.split(whereSeparator: \.isWhitespace) { table[String(name)] = .withoutEffect }
    return table
  }()

  private static let only: [(String, [JSONField])] = [
    // GPT2Config
    ("scale_attn_weights", [.flag(true)]), ("scale_attn_by_inverse_layer_idx", [.flag(false)]),
    ("add_cross_attention", [.flag(false)]),
    // PreTrainedConfig
    ("is_encoder_decoder", [.flag(false)]), ("cross_attention_hidden_size", []), ("pruned_heads", [.empty]),
    ("per_layer_config", [.empty]), ("quantization_config", [.empty]), ("auto_map", [.empty]),
    // Names that other models of transformers' have for the same
    ("hidden_act", [.string("gelu_new"), .string("gelu_pytorch_tanh")]), ("layer_norm_eps", [.number(1e-5)]),
    // PyTorch's layers
    ("nonlinearity", [.string("tanh")]), ("proj_size", [.integer(0)]), ("max_norm", []),
  ]

  private static let ignored = """
    resid_pdrop embd_pdrop attn_pdrop initializer_range summary_type summary_use_proj summary_activation
    summary_proj_to_labels summary_first_dropout use_cache bos_token_id eos_token_id pad_token_id
    reorder_and_upcast_attn
    transformers_version architectures output_hidden_states output_attentions return_dict dtype torch_dtype
    chunk_size_feed_forward id2label label2id num_labels problem_type name_or_path _name_or_path _commit_hash
    attn_implementation _attn_implementation _attn_implementation_autoset experts_implementation
    tie_last_hidden_states is_decoder tie_encoder_decoder torchscript use_bfloat16 tf_legacy_loss finetuning_task
    tokenizer_class prefix task_specific_params sep_token_id unk_token_id decoder_start_token_id gradient_checkpointing
    n_special predict_special_tokens afn output_past
    max_length max_new_tokens min_length do_sample early_stopping num_beams num_beam_groups diversity_penalty
    temperature top_k top_p typical_p repetition_penalty length_penalty no_repeat_ngram_size
    encoder_no_repeat_ngram_size bad_words_ids num_return_sequences output_scores return_dict_in_generate
    forced_bos_token_id forced_eos_token_id remove_invalid_values exponential_decay_length_penalty suppress_tokens
    begin_suppress_tokens
    batch_first device padding_idx norm_type scale_grad_by_freq sparse
    """
}

/// A setting of a model, and the names that it goes by.
package enum ConfigurationSetting: CaseIterable {
  case model, vocabulary, width, layers, heads, context, innerWidth, activation, epsilon, head, positions, attention
  case forgetBias, dropout, biases, bothDirections

  /// The lab's own name first, where it has one.
  var names: [String] {
    switch self {
    case .model: ["model", "model_type", "mode"]
    case .vocabulary: ["vocab_size", "num_embeddings"]
    // The lab's models have embeddings and states of one width, so that PyTorch's two sizes must agree.
    case .width: ["width", "n_embd", "hidden_size", "input_size", "embedding_dim"]
    case .layers: ["layers", "n_layer", "num_layers", "num_hidden_layers"]
    case .heads: ["heads", "n_head", "num_attention_heads"]
    case .context: ["context", "n_positions", "block_size", "n_ctx", "max_position_embeddings"]
    case .innerWidth: ["n_inner"]
    case .activation: ["activation_function"]
    case .epsilon: ["layer_norm_epsilon"]
    case .head: ["head", "tie_word_embeddings"]
    case .positions: ["positions"]
    case .attention: ["attention"]
    case .forgetBias: ["forget_bias"]
    case .dropout: ["dropout"]
    case .biases: ["bias"]
    case .bothDirections: ["bidirectional"]
    }
  }

  /// The name that a form has for it, to say that it is missing.
  func name(in form: ConfigurationForm) -> String {
    let preferred: Set =
      switch form {
      case .lab: [names[0]]
      case .transformers: ["n_embd", "n_layer", "n_head", "n_positions"]
      case .nanoGPT: ["n_embd", "n_layer", "n_head", "block_size"]
      case .pyTorch: ["hidden_size", "num_layers"]
      }
    return names.first(where: preferred.contains) ?? names[0]
  }
}

/// Whose form a config.json has, by how it names its model.
enum ConfigurationForm {
  /// Ours: `"model"`. transformers keeps that key, too, when it saves what it has loaded from us.
  case lab
  /// `"model_type": "gpt2"`, as `save_pretrained` writes it.
  case transformers
  /// `model_args` of a nanoGPT checkpoint: sizes with `"block_size"`.
  case nanoGPT
  /// The arguments of `nn.RNN`, `nn.LSTM` or `nn.GRU`, with `"mode"` or `"model_type"` for the name.
  case pyTorch
}
