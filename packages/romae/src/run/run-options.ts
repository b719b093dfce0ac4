import { type Command, InvalidArgumentError } from 'commander'
import { decimalOf } from '../decimal.ts'
import { addEngineOptions, type EngineChoice } from './engine-options.ts'

/** What every command that trains understands. */
export interface RunOptions extends EngineChoice {
  /** Where everything goes. */
  readonly out?: string
  readonly resume: boolean
  readonly overwrite: boolean
  readonly seed: number
  readonly seeds: number
  readonly set: readonly string[]
  readonly dryRun: boolean
  /** Steps between checkpoints. */
  readonly saveEvery: number
  /** Whether each run's folder gets an event file. */
  readonly tensorboard?: boolean
}

/**
 * Adds the options to a command.
 *
 * @param out where everything goes by default, for the help; null leaves `--out` and `--seeds` away
 */
export function addRunOptions(command: Command, out: string | null): Command {
  if (out !== null) {
    command
      .option('--out <folder>', `the run's folder (default: ${out})`)
      .option('--seeds <count>', 'runs with this seed and the next ones: mean and standard deviation', count, 1)
  }
  command
    .option('--resume', 'go on with a run that was stopped (same files and options)', false)
    .option('--overwrite', 'remove an unfinished run in the folder and start over', false)
    .option('--seed <number>', 'of everything random', wholeNumber, 1)
    .option('--set <key=value>', 'change a setting, e.g. pretraining.learningRate=0.001; may be repeated', collect, [])
    .option('--save-every <steps>', 'steps between checkpoints', count, 100)
    .option('--tensorboard', 'event files for TensorBoard in the runs’ folders: tensorboard --logdir runs')
    .option('--dry-run', 'print settings, parameters, operations and memory; train nothing', false)
  return addEngineOptions(command)
}

/** Adds `--results`, for a command whose figures are kept. @param files what is written there, for the help */
export function addResultsOption(command: Command, files: string): Command {
  return command.option('--results <folder>', `where ${files} are kept, besides the run’s own folder`)
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}

/** NaN for what is no decimal number. */
function numberOf(text: string): number {
  return decimalOf(text) ?? Number.NaN
}

/** Parses an integer of at least 1. */
export function count(text: string): number {
  const value = numberOf(text)
  if (!(Number.isSafeInteger(value) && value >= 1)) throw new InvalidArgumentError('an integer of at least 1 is needed')
  return value
}

/** Parses an integer of at least 0. */
export function wholeNumber(text: string): number {
  const value = numberOf(text)
  if (!(Number.isSafeInteger(value) && value >= 0)) {
    throw new InvalidArgumentError('an integer of at least 0 is needed')
  }
  return value
}

/** Parses a number above 0. */
export function positive(text: string): number {
  const value = numberOf(text)
  if (!(value > 0)) throw new InvalidArgumentError('a positive number is needed')
  return value
}

/** Parses a number in [0, 1). */
export function fraction(text: string): number {
  const value = numberOf(text)
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError('a number in [0, 1) is needed')
  return value
}

/** Parses a number in (0, 1). */
export function openFraction(text: string): number {
  const value = fraction(text)
  if (value === 0) throw new InvalidArgumentError('a number in (0, 1) is needed')
  return value
}
