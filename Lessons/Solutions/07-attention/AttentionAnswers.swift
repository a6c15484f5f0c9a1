// The answers to lesson 7, and what the checks should say of them.

import Answers
import Attention
import ExerciseKit

/// Right and wrong answers to lesson 7.
public enum AttentionAnswers {
  public static let all: [Answer] = heads + splits + attentions

  private static let heads: [Answer] = [
    right(Head.self), right(OtherHead.self),
    wrong(MaskAfterSoftmax.self, .sum, "should sum to 1"),
    wrong(SoftmaxOverQueries.self, .sum, "should sum to 1"),
    wrong(ZerosForTheMask.self, .future, "it sees what it should predict"),
    wrong(WeakMask.self, .future, "it sees what it should predict"),
    wrong(OtherTriangle.self, .future, "it sees what it should predict"),
    wrong(SelfExcluded.self, .finite, "does the first word see itself?"),
    wrong(BestWordOnly.self, .deaf, "though it may see it"),
    wrong(KeysForValues.self, .shape, "a mean of values"),
    wrong(SharesOfScores.self, .relation, "the mean of the values so far"),
    wrong(QueryAndKeyExchanged.self, .relation, "asks by its own"),
    wrong(WithoutRoot.self, .relation, "spread alike at every width"),
    wrong(DividedByWidth.self, .relation, "spread alike at every width"),
    wrong(PowersOfTwo.self, .relation, "should be (q·k − q·k′)/√"),
    wrong(Overflows.self, .finite, "take the largest score from all"),
    wrong(EmptyHead.self, .constant, "whatever the words are"),
    wrong(KnowsTheHead.self, .shown, "right for the lesson's example"),
  ]

  private static let splits: [Answer] = [
    right(Split.self), right(OtherSplit.self),
    wrong(ReshapedOnly.self, .relation, "holds numbers of word"),
    wrong(WordsReversed.self, .relation, "holds numbers of word"),
    wrong(OneSliceForAll.self, .relation, "repeats head"),
    wrong(DealtInTurn.self, .relation, "of every word, in this order"),
    wrong(HeadsReversed.self, .relation, "of every word, in this order"),
    wrong(MergedByName.self, .relation, "there and back"),
    wrong(MergedLikeSplit.self, .relation, "there and back"),
    wrong(MergedInReverse.self, .relation, "there and back"),
    wrong(BatchAndHeadExchanged.self, .batch, "axes of batch and head exchanged"),
    wrong(FirstSequenceForAll.self, .batch, "hold numbers of sequence"),
    wrong(FirstHeadOnly.self, .shape, "it only changes their places"),
    wrong(ZerosSplit.self, .constant, "whatever the numbers are"),
    wrong(KnowsTheSplit.self, .shown, "right for the lesson's example"),
  ]

  private static let attentions: [Answer] = [
    right(OwnAttention.self), right(OtherOwnAttention.self), right(TurnedScores.self),
    wrong(HearsAll.self, .future, "it hears what it should predict"),
    wrong(FaintFuture.self, .future, "it hears what it should predict"),
    wrong(LoudFuture.self, .future, "it hears what it should predict"),
    wrong(ZeroScores.self, .future, "it hears what it should predict"),
    wrong(MaskTurnedRound.self, .future, "it hears what it should predict"),
    wrong(EarlierOnly.self, .finite, "does the first word hear itself?"),
    wrong(MasksTheWeights.self, .sum, "on the scores, before the softmax"),
    wrong(SoftmaxOfColumns.self, .sum, "over the words that are heard"),
    wrong(OverflowingPowers.self, .finite, "`softmax` takes care of that"),
    wrong(NotDivided.self, .relation, "scores are divided by 1, and should be by √dₕ"),
    wrong(RootOfTheWholeWidth.self, .relation, "scores are divided by √d, and should be by √dₕ"),
    wrong(OneHeadOnly.self, .relation, "a head hears its own part of the width alone"),
    wrong(SplitByName.self, .relation, "a head hears its own part of the width alone"),
    wrong(MergedByShape.self, .relation, "a head hears its own part of the width alone"),
    wrong(NeverMerged.self, .shape, "[B, T, d] as the queries are"),
    wrong(CopiedWeights.self, .slope, "Was a value copied off the tape?"),
    wrong(OneLongText.self, .batch, "they are two texts"),
    wrong(KeysAsk.self, .relation, "a word asks by its query"),
    wrong(KeysAreHeard.self, .deaf, "whatever any value is"),
    wrong(HearsNothing.self, .constant, "whatever the words are"),
    wrong(KnowsTwoAndFour.self, .shown, "right for the lesson's example"),
  ]

  private static func right<H: AttentionHead>(_ head: H.Type) -> Answer {
    .right("7a", "\(head)") { try checkHead(head, $0) }
  }

  private static func wrong<H: AttentionHead>(_ head: H.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("7a", "\(head)", property, words) { try checkHead(head, $0) }
  }

  private static func right<S: HeadSplitting>(_ splitting: S.Type) -> Answer {
    .right("7b", "\(splitting)") { try checkSplit(splitting, $0) }
  }

  private static func wrong<S: HeadSplitting>(_ splitting: S.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("7b", "\(splitting)", property, words) { try checkSplit(splitting, $0) }
  }

  private static func right<A: SelfAttention>(_ attention: A.Type) -> Answer {
    .right("7c", "\(attention)") { try checkAttention(attention, $0) }
  }

  private static func wrong<A: SelfAttention>(_ attention: A.Type, _ property: Property, _ words: String) -> Answer {
    .wrong("7c", "\(attention)", property, words) { try checkAttention(attention, $0) }
  }
}
