import { packedLayout } from '@romae/core'
import { channelLabel } from '@romae/internal/channels'
import { inOrder } from '@romae/internal/iteration'
import type { Tokenizer } from '@romae/tokenizer'
import type { AnyTokenizer, RomaeModel } from '@romae/trainer/node'
import { Command } from 'commander'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { readSamples } from '../modality/read-samples.ts'
import { addDataOptions, assignmentsOf, flagsOf, resolveExperiment } from '../modality/resolve-experiment.ts'
import { singleTokenizer } from '../modality/single-tokenizer.ts'
import { isTrained, loadTrained, ownTokenizer, type TrainedModel, taskOf } from '../modality/trained-model.ts'
import { fitTokenizer } from '../samples/fit-tokenizer.ts'
import { requireEffect } from '../settings/require-effect.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { userPath } from '../write-file.ts'

/** Samples that are looked at one by one. */
const MOST_SAMPLES = 1000
/** Channels that are listed. */
const MOST_CHANNELS = 20

type Facts = readonly (readonly [label: string, value: string])[]
type Options = Readonly<Record<string, unknown>>

/** `inspect DATA… | RUN`: what files or a model hold, before anything is trained. */
export function inspectCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('inspect')
    .description(`what ${modality.samples} or a trained model hold, and what would be done with them`)
    .argument('<files...>', `${modality.files}; or the folder of a run`)
  return addDataOptions(command, modality.dataOptions).action(async (files: readonly string[], options: Options) => {
    const [first] = files
    const isModel = files.length === 1 && isTrained(userPath(first!))
    const facts = isModel
      ? modelFacts(await loadTrained(userPath(first!)), modality)
      : await dataFacts(modality, files, options)
    const width = Math.max(...facts.map(([label]) => label.length))
    for (const [label, value] of facts) print(`${label.padEnd(width)}  ${value}`)
    printResult(Object.fromEntries(facts))
  })
}

async function dataFacts<Sample>(
  modality: HostModality<Sample>,
  files: readonly string[],
  options: Options,
): Promise<Facts> {
  const given = { ...options, preset: 'cpu', set: [] } as const
  const { data, tokenizer: settings, model } = resolveExperiment(modality, given)
  requireEffect(assignmentsOf(modality, given), modality.idle({ data }, files), 'in inspect', flagsOf(modality))
  const set = await readSamples(modality, files, data, undefined, 'predict')
  const shown: Sample[] = []
  const { length, sample } = set.samples
  for await (const one of inOrder({ length: Math.min(length, MOST_SAMPLES), sample })) shown.push(one)
  const some = length > shown.length ? ` (the first ${shown.length} of ${length})` : ''
  const tokenizer = await fitTokenizer(modality, set.samples, settings)
  const counts = await Promise.all(shown.map(async (one) => (await tokenizer.tokenize(one)).length))
  const own = modality.inspect(shown, set.data)
  return [
    ['kind of data', modality.name],
    [modality.samples, length.toLocaleString('en')],
    ...labelFacts(set),
    ...(own.some(([label]) => label === 'channels') ? [] : channelFacts(singleTokenizer(tokenizer))),
    ...own.map(([label, value]) => [`${label}${some}`, value] as const),
    ['tokens', `${rangeOf(counts)} each, of ${sizesOf(tokenizer)} values at ${tokenizer.axes.join(', ')}`],
    ['model', `${model.size}, unless --preset or --set say otherwise`],
  ]
}

function labelFacts({ labels, labelSets, keys }: SampleSet<unknown>): Facts {
  const counts = new Map<string, number>()
  const named = labelSets?.flatMap((set) => set?.has ?? []) ?? labels
  for (const label of named) if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1)
  const several = labelSets === undefined ? '' : ', of which a sample may have several or none'
  const groups = new Set(keys?.groups?.filter((group) => group !== undefined))
  const shown = [...counts].slice(0, 20).map(([label, count]) => `${label} (${count})`)
  const more = counts.size > shown.length ? ` and ${counts.size - shown.length} more` : ''
  return [
    ['labels', counts.size === 0 ? 'none' : `${counts.size}${several}: ${shown.join(', ')}${more}`],
    ...(groups.size > 0 ? [['groups', String(groups.size)] as const] : []),
  ]
}

/** Names and units, as far as the tokenizer knows them. */
function channelFacts<Sample>(tokenizer: Pick<Tokenizer<Sample>, 'channels'> | null): Facts {
  const { channels } = tokenizer ?? {}
  if (channels === undefined) return []
  const { names, units } = channels
  const labels = names.slice(0, MOST_CHANNELS).map((name, channel) => channelLabel(name, units?.[channel]))
  const more = names.length > labels.length ? ` and ${names.length - labels.length} more` : ''
  return [['channels', `${names.length}: ${labels.join(', ')}${more}`]]
}

function modelFacts<Sample>({ model }: TrainedModel, modality: HostModality<Sample>): Facts {
  const { config, classes, tokenizerRecord } = model
  const { dModel, heads, depth } = config.encoder
  const made =
    tokenizerRecord === undefined
      ? 'not recorded'
      : `${tokenizerRecord.name} of ${tokenizerRecord.package} ${tokenizerRecord.version}`
  return [
    ['model of', taskOf(model)],
    ...(classes === null ? [] : [['classes', `${classes.length}: ${classes.join(', ')}`] as const]),
    ['parameters', packedLayout(config).size.toLocaleString('en')],
    ['encoder', `width ${dModel}, ${heads} heads, ${depth} blocks`],
    [
      'tokens',
      `${config.tokenSize} values, ${config.axes} axes${tokenizerRecord === undefined ? '' : `: ${tokenizerRecord.axes.join(', ')}`}`,
    ],
    ...channelFacts(ownSingle(model, modality)),
    ['tokenizer', made],
  ]
}

function ownSingle<Sample>(model: RomaeModel, modality: HostModality<Sample>): Tokenizer<Sample> | null {
  const own = ownTokenizer(model, modality)
  return own && singleTokenizer(own)
}

/** Values in a token, of each modality where there are several. */
function sizesOf<Sample>(tokenizer: AnyTokenizer<Sample>): string {
  if (!('modalities' in tokenizer)) return String(tokenizer.tokenSize)
  return tokenizer.modalities.map(({ name, tokenSize }) => `${tokenSize} (${name})`).join(', ')
}

function rangeOf(values: readonly number[]): string {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = values.reduce((most, value) => Math.max(most, value), 0)
  return low === high ? String(low) : `${low} to ${high}`
}
