import { type ResultsText, requireResults, resultRow, resultsTable, saveResults } from '@romae/app-common'
import { Command, Option } from 'commander'
import {
  addEngineOptions,
  addResultsOption,
  type EngineChoice,
  type PresetName,
  presetNames,
  userPath,
  withSession,
} from 'romae'
import { type Encoding, encodings, measureCost } from '../cost/measure-cost.ts'
import { costPresets } from '../cost/settings.ts'

interface CostOptions extends EngineChoice {
  readonly preset: PresetName
  readonly results?: string
}

/** Table 9, of the reference on a GTX 1650 Ti. */
const published: Readonly<Record<Encoding, string>> = { absolute: '1', cached: '0.98', continuous: '0.87' }

const text: ResultsText = {
  name: 'positions-cost',
  title: 'What positions cost (Table 9)',
  notes: [
    'Speed of a pre-training step relative to absolute positions: the ratio of median times, measured in turns. RoMAE-small with ' +
      'a tiny-shallow decoder, 196 tokens, 75 % of them masked. `cached`: the positions are known when the step is compiled, ' +
      'and the angles with them; `continuous`: they are inputs of every step.',
  ],
}
const SEED = 1

/** `cost`: Table 9 of the paper. */
export function costCommand(): Command {
  const command = new Command('cost')
    .description('what absolute, cached and continuous positions cost in a training step (Table 9)')
    .addOption(new Option('--preset <preset>', 'size and number of steps').choices(presetNames).default('cpu'))
  return addResultsOption(addEngineOptions(command), 'positions-cost.json and positions-cost.md').action(run)
}

async function run(options: CostOptions): Promise<void> {
  if (options.results !== undefined) await requireResults(userPath(options.results), text)
  await withSession('pnpm positions', options, async (session) => {
    const times = await measureCost(costPresets[options.preset], session.engine, SEED)
    const rows = encodings.map((encoding) =>
      resultRow(
        {
          experiment: `positions-cost/${encoding}`,
          metric: 'relative speed',
          results: [{ seed: SEED, value: times.absolute / times[encoding] }],
          published: { 'RoMAE (paper)': published[encoding] },
        },
        session,
      ),
    )
    session.say(resultsTable(rows))
    if (options.results !== undefined) await saveResults(userPath(options.results), text, rows)
  })
}
