import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cardFile, folders, runFacts, writeFile } from 'romae'
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
 * is no model, and none over one that is there.
 *
 * @param run the run's folder
 * @throws RomaeError `APP_SAVED_SETTINGS`, `APP_CANNOT_WRITE`
 */
export async function writeExperimentCard(run: string, subject: ExperimentSubject): Promise<void> {
  const model = join(run, folders.model)
  const path = join(model, cardFile)
  if (!existsSync(join(model, 'romae.json')) || existsSync(path)) return
  const [{ facts }] = await runFacts(run, '')
  await writeFile(path, experimentCard(subject, facts))
}

/** The text of such a card. */
export function experimentCard(
  { experiment, seed, command, figures }: ExperimentSubject,
  facts: readonly (readonly [label: string, value: string | number])[],
): string {
  const measured = Object.entries(figures).map(([metric, value]) => [metric, value.toPrecision(4)] as const)
  return [
    '---',
    'library_name: romae',
    'tags:',
    '  - romae',
    '  - masked-autoencoder',
    '---',
    `# A model of the experiment ${experiment}`,
    '',
    'Of [RoMAE for TypeScript](https://github.com/romae/romae), made by',
    '',
    '```sh',
    command,
    '```',
    '',
    `with seed ${seed}, on the data that this command reads or makes.`,
    '',
    '## How to use it',
    '',
    '```js',
    `import { loadModel } from '@romae/trainer/node'`,
    `const model = await loadModel('FOLDER')`,
    '```',
    '',
    '## Figures',
    '',
    'Of the experiment with this seed, on its test split:',
    '',
    ...table(measured),
    '',
    '## Settings',
    '',
    ...table(facts),
    '',
    '`romae.json` has the whole configuration and the tokenizer, `experiment.json` all settings.',
    '',
    '## Licence',
    '',
    'Its author’s to choose: write `license:` at the top of this file.',
    '',
  ].join('\n')
}

function table(rows: readonly (readonly [string, string | number])[]): string[] {
  return ['| | |', '| --- | --- |', ...rows.map(([label, value]) => `| ${label} | ${value} |`)]
}
