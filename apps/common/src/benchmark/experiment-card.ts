import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Card, card, table } from '@romae/internal/card'
import { writeModelCard } from '@romae/trainer/node'
import { folders, runFacts } from 'romae'
import type { Outcome } from './benchmark.ts'

/** What the runs of a trial were for. */
export interface ExperimentSubject {
  /** As results name it: `positions/tiny-cls`. */
  readonly experiment: string
  readonly seed: number
  /** What the user typed. */
  readonly command: string
  readonly figures: Outcome['figures']
}

/**
 * Writes the card of a model that a run of an experiment has left, a `README.md` as model hubs read it, beside the model. None where there
 * is no model, and none over one that somebody has written into.
 *
 * @param run the run's folder
 * @throws RomaeError `APP_SAVED_SETTINGS`, `CHECKPOINT_UNWRITABLE`
 */
export async function writeExperimentCard(run: string, subject: ExperimentSubject): Promise<void> {
  const model = join(run, folders.model)
  if (!existsSync(join(model, 'romae.json'))) return
  const [{ facts }] = await runFacts(run, '')
  await writeModelCard(model, experimentCard(subject, facts))
}

/** The text of such a card. */
export function experimentCard(
  { experiment, seed, command, figures }: ExperimentSubject,
  settings: Card['settings'],
): string {
  const measured = Object.entries(figures).map(([metric, value]) => [metric, value.toPrecision(4)] as const)
  return card({
    title: `A model of the experiment ${experiment}`,
    about: [
      'Of [RoMAE for TypeScript](https://github.com/romae/romae), made by',
      '',
      '```sh',
      command,
      '```',
      '',
      `with seed ${seed}, on the data that this command reads or makes.`,
    ],
    sections: [
      [
        'How to use it',
        ['```js', `import { loadModel } from '@romae/trainer/node'`, `const model = await loadModel('FOLDER')`, '```'],
      ],
      ['Figures', ['Of the experiment with this seed, on its test split:', '', ...table(measured)]],
    ],
    settings,
    more: '`romae.json` has the whole configuration and the tokenizer, `experiment.json` all settings.',
  })
}
