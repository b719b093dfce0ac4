import { Command, Option } from 'commander'
import type { ResultsText } from '../results/results-page.ts'
import { addResultsOption, addRunOptions } from '../run/run-options.ts'
import { type PresetName, presetNames } from '../settings/experiment.ts'
import type { Variant } from './benchmark.ts'
import { type BenchmarkOptions, runBenchmark } from './run-benchmark.ts'

/** A command that runs a table of the paper. */
export interface BenchmarkCommand<Options> {
  /** What the user types before the command: `pnpm timeseries`. */
  readonly app: string
  readonly name: string
  readonly description: string
  /** The folder of its runs, by default. */
  readonly out: string
  readonly text: ResultsText
  /** Options of its own, if it has any. */
  readonly addOptions?: (command: Command) => Command
  /** The rows that the options ask for. */
  readonly variants: (options: Options & PresetOptions) => readonly Variant[] | Promise<readonly Variant[]>
}

/** What every such command understands, besides how to run. */
export interface PresetOptions extends BenchmarkOptions {
  readonly preset: PresetName
}

export function benchmarkCommand<Options = unknown>(spec: BenchmarkCommand<Options>): Command {
  const { app, name, description, out, text, addOptions = (command) => command, variants } = spec
  const command = new Command(name)
    .description(description)
    .addOption(new Option('--preset <preset>', 'budget').choices(presetNames).default('cpu'))
  addResultsOption(addOptions(command), `${text.name}.json and ${text.name}.md`)
  return addRunOptions(command, out).action(async (options: Options & PresetOptions) => {
    await runBenchmark({ app, out, text, variants: await variants(options) }, options)
  })
}
