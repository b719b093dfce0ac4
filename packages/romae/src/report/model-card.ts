import { join } from 'node:path'
import { type Card, card, listedNames, literal, table } from '@romae/internal/card'
import { channelLabel } from '@romae/internal/channels'
import type { TokenChannels } from '@romae/tokenizer'
import { writeModelCard as writeCard } from '@romae/trainer/node'
import { folders } from '../run/stage-state.ts'
import { capital } from './capital.ts'
import { runFacts } from './run-facts.ts'

/** What the commands that made a model know of it. */
export interface CardSubject {
  readonly task: CardTask
  /** The name of the kind of data: `image`. */
  readonly modality: string
  /** What samples are called: `images`. */
  readonly samples: string
  /** The name of the first file or folder that it was trained on, without the folders above it. */
  readonly data: string
  readonly channels?: TokenChannels | undefined
  readonly classes?: readonly string[] | null
  /** Null where nothing was measured. */
  readonly figures: CardFigures | null
}

type CardTask = 'pretrain' | 'classify' | 'classifyMultiLabel' | 'regress' | 'impute' | 'forecast'

export interface CardFigures {
  /** What was measured on, as a sentence. */
  readonly split: string
  readonly rows: readonly (readonly [what: string, figure: string])[]
}

/** Where a tokenizer that a program imports comes from. */
const importable: Readonly<Record<string, string>> = {
  timeseries: '@romae/timeseries',
  image: '@romae/image',
  audio: '@romae/audio',
}

/** As model hubs call what can be done with a model, by task and kind of data; none for others. */
const pipelines: Readonly<Record<string, string>> = {
  'classify image': 'image-classification',
  'classify audio': 'audio-classification',
  'pretrain image': 'image-feature-extraction',
  'forecast timeseries': 'time-series-forecasting',
}

const can: Readonly<Record<CardTask, string>> = {
  pretrain:
    'It was pre-trained by reconstructing what was masked: it gives embeddings, and is what fine-tuning begins with.',
  classify: 'It says which class a sample is of.',
  classifyMultiLabel: 'It says which classes a sample is of: several, or none.',
  regress: 'It says a number of a sample.',
  impute: 'It fills gaps.',
  forecast: 'It says what comes next.',
}

/**
 * Writes the card of a finished run's model, a `README.md` in the form that model hubs read, beside the model. One that
 * somebody has written into is left as it is.
 *
 * @throws RomaeError `APP_SAVED_SETTINGS`, `CHECKPOINT_UNWRITABLE`
 */
export async function writeModelCard(run: string, subject: CardSubject): Promise<void> {
  const [{ facts }] = await runFacts(run, '')
  await writeCard(join(run, folders.model), modelCard(subject, facts))
}

/** The text of a card. */
export function modelCard(subject: CardSubject, settings: Card['settings']): string {
  const { task, modality, samples, data, channels, classes, figures } = subject
  const names = channels?.names.map((name, index) => channelLabel(name, channels.units?.[index])) ?? []
  return card({
    pipeline: pipelines[`${task} ${modality}`],
    tags: /^[\w-]+$/.test(modality) ? [modality] : [],
    title: `${literal(data)}: ${nouns[task]}`,
    about: [`A model of [RoMAE for TypeScript](https://github.com/romae/romae). ${can[task]}`],
    sections: [
      [
        'Data',
        [
          `${capital(samples)} of ${literal(data)}. Say here where they come from, what they show, and whom the model may be used for.`,
          ...(names.length === 0 ? [] : ['', `Channels: ${listedNames(names)}`]),
          ...(classes == null ? [] : ['', `Classes: ${listedNames(classes)}`]),
        ],
      ],
      ['How to use it', ['With the folder that holds this file:', '', ...usage(task, modality)]],
      [
        'Figures',
        figures === null ? ['Nothing was held out to measure it.'] : [figures.split, '', ...table(figures.rows)],
      ],
    ],
    settings,
    more: '`romae.json` has the whole configuration and the tokenizer, `experiment.json` all settings.',
  })
}

const nouns: Readonly<Record<CardTask, string>> = {
  pretrain: 'a pre-trained model',
  classify: 'a classifier',
  classifyMultiLabel: 'a multi-label classifier',
  regress: 'a regression',
  impute: 'filling gaps',
  forecast: 'forecasts',
}

const calls: Readonly<Record<CardTask, string | null>> = {
  pretrain: 'embed',
  classify: 'classify',
  classifyMultiLabel: 'classifyMultiLabel',
  regress: 'predict',
  impute: 'impute',
  // Needs the horizon, and what is known of it.
  forecast: null,
}

const commands: Readonly<Record<CardTask, string>> = {
  pretrain: 'romae embed FILES… --model FOLDER',
  classify: 'romae classify FILES… --model FOLDER',
  classifyMultiLabel: 'romae classify FILES… --model FOLDER',
  regress: 'romae regress FILES… --model FOLDER',
  impute: 'romae impute FILES… --time COLUMN --model FOLDER',
  forecast: 'romae forecast FILE --time COLUMN --horizon ROWS --model FOLDER',
}

function usage(task: CardTask, modality: string): string[] {
  const lines = ['```sh', `npx ${commands[task]}`, '```']
  const [call, source] = [calls[task], importable[modality]]
  if (call === null || source === undefined) return lines
  return [
    ...lines,
    '',
    '```js',
    `import { ${modality} } from '${source}'`,
    `import { loadPipeline } from '@romae/trainer/node'`,
    `const ${call} = await loadPipeline('${call}', 'FOLDER', { modalities: [${modality}] })`,
    '```',
  ]
}
