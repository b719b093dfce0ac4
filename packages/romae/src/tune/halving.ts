/** Of the trials of a round, one in so many goes on, for as many times as long. */
const FACTOR = 3

/** One round of successive halving. */
export interface Round {
  /** How many trials train in it. */
  readonly trials: number
  /** Epochs or steps of each. */
  readonly length: number
}

/**
 * The rounds of successive halving (Jamieson and Talwalkar 2016, algorithm 1, by thirds): all trials train for a short time, the best third
 * three times as long, and so on; the last round has the length that was asked for.
 *
 * @param trials at least 1
 * @param length epochs or steps of the last round, at least 1
 */
export function roundsOf(trials: number, length: number): readonly Round[] {
  const rounds: Round[] = []
  for (let [count, of] = [trials, 1]; ; [count, of] = [Math.floor(count / FACTOR), of * FACTOR]) {
    rounds.push({ trials: count, length: of })
    if (count < FACTOR) break
  }
  const longest = rounds.at(-1)!.length
  const scaled = rounds.map((round) => ({
    ...round,
    length: Math.max(1, Math.round((length * round.length) / longest)),
  }))
  // Rounds that would be as long as the one after them measure nothing that it does not.
  return scaled
    .filter(({ length: own }, index) => own !== scaled[index + 1]?.length || index === scaled.length - 1)
    .map((round, index, all) =>
      index === 0 ? { ...round, trials } : { ...round, trials: Math.min(round.trials, all[index - 1]!.trials) },
    )
}

/** A trial with what it reached in a round. */
export interface Scored {
  readonly trial: number
  readonly score: number
}

/** The best of a round, the best first; of equal ones those that were drawn first. */
export function bestOf(scored: readonly Scored[], count: number, isHigherBetter: boolean): readonly Scored[] {
  const worth = ({ score }: Scored) => (Number.isFinite(score) ? (isHigherBetter ? -score : score) : Infinity)
  return [...scored].sort((a, b) => worth(a) - worth(b) || a.trial - b.trial).slice(0, count)
}
