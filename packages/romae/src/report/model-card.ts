import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { channelLabel } from '@romae/internal/channels'
import { visible } from '@romae/internal/errors'
import type { TokenChannels } from '@romae/tokenizer'
import { cardFile, folders } from '../run/stage-state.ts'
import { writeFile } from '../write-file.ts'
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

type CardTask = 'pretrain' | 'classify' | 'regress' | 'impute' | 'forecast'

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
  regress: 'It says a number of a sample.',
  impute: 'It fills gaps.',
  forecast: 'It says what comes next.',
}

/**
 * Writes the card of a finished run's model, a `README.md` in the form that model hubs read, beside the model. One that is there is
 * left as it is: its author may have written into it.
 *
 * @throws RomaeError `APP_SAVED_SETTINGS`, `APP_CANNOT_WRITE`
 */
export async function writeModelCard(run: string, subject: CardSubject): Promise<void> {
  const path = join(run, folders.model, cardFile)
  if (existsSync(path)) return
  const [{ facts }] = await runFacts(run, '')
  await writeFile(path, modelCard(subject, facts))
}

/** The text of a card. */
export function modelCard(
  subject: CardSubject,
  facts: readonly (readonly [label: string, value: string | number])[],
): string {
  const { task, modality, samples, data, channels, classes, figures } = subject
  const names = channels?.names.map((name, index) => channelLabel(name, channels.units?.[index])) ?? []
  return [
    frontMatter(subject),
    `# ${literal(data)}: ${nouns[task]}`,
    '',
    `A model of [RoMAE for TypeScript](https://github.com/romae/romae). ${can[task]}`,
    '',
    '## Data',
    '',
    `${capital(samples)} of ${literal(data)}. Say here where they come from, what they show, and whom the model may be used for.`,
    ...(names.length === 0 ? [] : ['', `Channels: ${listed(names)}`]),
    ...(classes == null ? [] : ['', `Classes: ${listed(classes)}`]),
    '',
    '## How to use it',
    '',
    'With the folder that holds this file:',
    '',
    ...usage(task, modality),
    '',
    '## Figures',
    '',
    ...(figures === null ? ['Nothing was held out to measure it.'] : [figures.split, '', ...table(figures.rows)]),
    '',
    '## Settings',
    '',
    ...table(facts.map(([label, value]) => [label, String(value)])),
    '',
    '`romae.json` has the whole configuration and the tokenizer, `experiment.json` all settings.',
    '',
    '## Licence',
    '',
    'Its author’s to choose: write `license:` at the top of this file.',
    '',
  ].join('\n')
}

const nouns: Readonly<Record<CardTask, string>> = {
  pretrain: 'a pre-trained model',
  classify: 'a classifier',
  regress: 'a regression',
  impute: 'filling gaps',
  forecast: 'forecasts',
}

function frontMatter({ task, modality }: CardSubject): string {
  const pipeline = pipelines[`${task} ${modality}`]
  const tags = ['romae', 'masked-autoencoder', ...(/^[\w-]+$/.test(modality) ? [modality] : [])]
  return [
    '---',
    'library_name: romae',
    ...(pipeline === undefined ? [] : [`pipeline_tag: ${pipeline}`]),
    'tags:',
    ...tags.map((tag) => `  - ${tag}`),
    '---',
  ].join('\n')
}

const calls: Readonly<Record<CardTask, string | null>> = {
  pretrain: 'embed',
  classify: 'classify',
  regress: 'predict',
  impute: 'impute',
  // Needs the horizon, and what is known of it.
  forecast: null,
}

const commands: Readonly<Record<CardTask, string>> = {
  pretrain: 'romae embed FILES… --model FOLDER',
  classify: 'romae classify FILES… --model FOLDER',
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

const MOST_NAMES = 50

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(literal)
  const more = names.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}

/** A name from somebody's data, which is to be text and nothing else. */
function literal(name: string): string {
  return `\`${visible(name).replaceAll('`', "'").replaceAll('|', '\\|')}\``
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  return ['| | |', '| --- | --- |', ...rows.map(([label, value]) => `| ${cell(label)} | ${cell(value)} |`)]
}

/** Text of a table, in which names from somebody's data may be. */
function cell(text: string): string {
  return visible(text).replaceAll(/[|<[\]*_`]/g, '\\$&')
}
