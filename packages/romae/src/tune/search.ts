import { ownFolder } from '../run/own-folder.ts'
import type { Session } from '../run/session.ts'
import type { Experiment } from '../settings/experiment.ts'
import { bestOf, type Round, type Scored } from './halving.ts'
import type { TrialResult } from './report.ts'
import type { SearchRange } from './search-space.ts'

/** One trial in one round: the settings of a training, and where it goes. */
export interface TrialRun {
  readonly label: string
  readonly folder: string
  readonly experiment: Experiment
}

/** What is searched: settings of a command that trains, by what its trials reach on validation samples. */
export interface Search {
  readonly command: 'finetune' | 'pretrain'
  readonly space: readonly SearchRange[]
  /** What trials are compared by. */
  readonly metric: string
  readonly isHigherBetter: boolean
  readonly unit: 'epochs' | 'steps'
  /** Epochs or steps of the last round. */
  readonly length: number
  /** Numbers of samples. */
  readonly sizes: { readonly training: number; readonly validation: number }
  /** What the user should know of the samples. */
  readonly notes: readonly string[]
  /** What the report says of samples that no trial has seen. */
  readonly unseen: string
  /** An experiment with some settings changed, as `--set` takes them. */
  readonly settled: (settings: readonly string[]) => Experiment
  /** Trains a trial, or takes one that is done. @returns the best value of the metric; NaN where training failed by itself */
  readonly run: (trial: TrialRun, session: Session) => Promise<number>
}

/** What a search has found. */
export interface Found {
  readonly best: Scored
  /** The trials, those that came furthest first. */
  readonly results: readonly TrialResult[]
}

/** The settings of what a command trains. */
export const stageOf = { finetune: 'finetuning', pretrain: 'pretraining' } as const

/**
 * Successive halving: all trials of the first round, the best of them in the next one, and so on.
 *
 * @param plan.trials settings of each
 */
export async function searchSettings(
  search: Search,
  { trials, rounds }: { readonly trials: readonly (readonly string[])[]; readonly rounds: readonly Round[] },
  folder: string,
  session: Session,
): Promise<Found> {
  const { metric, isHigherBetter } = search
  const scores: number[][] = trials.map(() => [])
  const inRound = async (trial: number, round: number, { length }: Round): Promise<Scored> => {
    const label = `trial ${trial}, round ${round + 1}`
    const experiment = search.settled([...trials[trial]!, `${stageOf[search.command]}.${search.unit}=${length}`])
    const place = ownFolder(folder, `trial-${trial}-round-${round + 1}`)
    const score = await search.run({ label, folder: place, experiment }, session)
    scores[trial]!.push(score)
    session.say(`${label}: ${metric} ${score.toPrecision(4)}`)
    session.stopIfAsked(`${label} done`)
    return { trial, score }
  }
  let left = trials.map((_, trial) => trial)
  let ranked: readonly Scored[] = []
  for (const [round, each] of rounds.entries()) {
    const scored: Scored[] = []
    for (const trial of left.slice(0, each.trials)) scored.push(await inRound(trial, round, each))
    ranked = bestOf(scored, rounds[round + 1]?.trials ?? scored.length, isHigherBetter)
    left = ranked.map(({ trial }) => trial)
  }
  return { best: ranked[0]!, results: sorted(trials, scores, isHigherBetter) }
}

/** The trials, those that came furthest first. */
function sorted(
  trials: readonly (readonly string[])[],
  scores: readonly (readonly number[])[],
  isHigherBetter: boolean,
): readonly TrialResult[] {
  const rounds = Math.max(...scores.map(({ length }) => length))
  return Array.from({ length: rounds }, (_, index) => rounds - index).flatMap((length) => {
    const last = scores.flatMap((own, trial) => (own.length === length ? [{ trial, score: own.at(-1)! }] : []))
    return bestOf(last, last.length, isHigherBetter).map(({ trial }) => {
      return { trial, settings: trials[trial]!, scores: scores[trial]! }
    })
  })
}
