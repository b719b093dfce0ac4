import { type EncoderConfig, parameterCount } from '@romae/core'
import { card, listedNames, literal } from '@romae/internal/card'
import { sha256 } from '../sha256.ts'
import type { RomaeModel } from './romae-model.ts'
import type { TokenizerRecord } from './tokenizer-record.ts'

/** Beside a model: what it is, for people and for model hubs. */
export const cardFile = 'README.md'

/** What a model says of itself, sealed. Whoever trained it knows more: the data, the figures. */
export function savedCard({ config, classes, multiLabel = false, tokenizerRecord }: RomaeModel): string {
  const classifier = multiLabel ? 'A multi-label classifier' : 'A classifier'
  const text = card({
    title: config.task === 'pretraining' ? 'A pre-trained model' : classes === null ? 'A regression' : classifier,
    about: ['A model of [RoMAE for TypeScript](https://github.com/romae/romae).'],
    sections: [
      [
        'Data',
        [
          'Say here what it was trained on, where that comes from, what it shows, and whom the model may be used for.',
          ...line(
            'Modalities',
            config.modalities?.map(({ name }) => name),
          ),
          ...line('Channels', config.channelEmbedding?.names),
          ...line('Classes', classes),
        ],
      ],
      ['How to use it', usage(tokenizerRecord)],
      ['Figures', ['Say here what it was measured on, and how well it did: what saved it knows of no figures.']],
    ],
    settings: [
      ['parameters', parameterCount(config)],
      ['encoder', stack(config.encoder)],
      ...(config.task === 'pretraining' ? [['decoder', stack(config.decoder)] as const] : []),
      ['position axes', tokenizerRecord?.axes.join(', ') ?? config.axes],
    ],
    more: '`romae.json` has the whole configuration and the tokenizer.',
  })
  return sealed(text)
}

function line(label: string, names: readonly string[] | null | undefined): string[] {
  return names == null ? [] : ['', `${label}: ${listedNames(names)}`]
}

function usage(record: TokenizerRecord | undefined): string[] {
  const lines = [
    '```js',
    "import { loadModel } from '@romae/trainer/node'",
    "const model = await loadModel('FOLDER') // the one that holds this file",
    '```',
  ]
  if (record === undefined) return lines
  const { name, package: origin, version } = record
  const from = origin === null ? '' : ` of ${literal(version === null ? origin : `${origin} ${version}`)}`
  return [
    ...lines,
    '',
    `Its tokenizer is ${literal(name)}${from}: with the modality that has it, \`{ modalities: […] }\` behind the folder restores it.`,
  ]
}

function stack({ depth, dModel, heads }: EncoderConfig): string {
  return `${depth} ${depth === 1 ? 'block' : 'blocks'} of width ${dModel}, ${heads} heads`
}

const seal = /<!-- Generated; replaced while nothing above is changed: sha256 ([0-9a-f]{64}) -->\n$/

/** A card with a last line by which it is known whether somebody has written into it since. */
export function sealed(text: string): string {
  return `${text}\n<!-- Generated; replaced while nothing above is changed: sha256 ${sha256(text)} -->\n`
}

/** Whether a card is as a program of ours has made it, so that another may take its place. */
export function isAsGenerated(text: string): boolean {
  const found = seal.exec(text)
  return found !== null && sha256(text.slice(0, found.index - 1)) === found[1]
}
