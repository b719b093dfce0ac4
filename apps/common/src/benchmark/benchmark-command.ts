import { Command, Option } from 'commander'
import { addResultsOption, addRunOptions, type PresetName, presetNames } from 'romae'
import type { ResultsText } from '../results/results-page.ts'
import type { Variant } from './benchmark.ts'
import { type BenchmarkOptions, runBenchmark } from './run-benchmark.ts'

/** A command that runs a table of the paper. */
export interface BenchmarkCommand<Options> {
  /** What the user types before the command: `pnpm timeseries`. */
  readonly app: string
  readonly name: string
  readonly description: string
  /** The folder of its runs, by default; `<name>` stands for the argument. */
  readonly out: string
  /** Of what the command is asked for, if it is asked for something: a data set. */
  readonly argument?: { readonly name: string; readonly description: string }
  readonly text: ResultsText
  /** Options of its own, if it has any. */
  readonly addOptions?: (command: Command) => Command
  /** The rows that the options ask for. @param argument an empty text where the command has none */
  readonly variants: (
    options: Options & PresetOptions,
    argument: string,
  ) => readonly Variant[] | Promise<readonly Variant[]>
}

/** What every such command understands, besides how to run. */
export interface PresetOptions extends BenchmarkOptions {
  readonly preset: PresetName
}

export function benchmarkCommand<Options = unknown>(spec: BenchmarkCommand<Options>): Command {
  const { app, name, description, out, text, argument, addOptions = (command) => command, variants } = spec
  const command = new Command(name).description(description)
  if (argument !== undefined) command.argument(`<${argument.name}>`, argument.description)
  command.addOption(new Option('--preset <preset>', 'budget').choices(presetNames).default('cpu'))
  addResultsOption(addOptions(command), `${text.name}.json and ${text.name}.md`)
  return addRunOptions(command, out).action(async () => {
    const options = command.opts<Options & PresetOptions>()
    const given = command.args[0] ?? ''
    const own = out.replace(`<${argument?.name}>`, given)
    await runBenchmark({ app, out: own, text, variants: await variants(options, given) }, options)
  })
}
