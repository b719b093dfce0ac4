import { isOption } from '@romae/internal/options'
import type { Tokenizer } from '@romae/tokenizer'
import type {
  LabelSet,
  MemoryBudget,
  OptionDeclaration,
  OptionSchema,
  Purpose,
  ReadSamples,
  Samples,
} from '@romae/tokenizer/modality'
import { type AnyModality, acceptModality } from '@romae/tokenizer/modality'
import { standardInput } from '../input.ts'
import { holdOrRead } from '../samples/hold-or-read.ts'
import { heldSamples, type SampleList } from '../samples/sample-list.ts'
import { defaultsOf, type Settings } from '../settings/settings.ts'
import { tellOnce } from '../terminal/tell-once.ts'
import type { DataOption, HostModality, SampleSet } from './host-modality.ts'
import { textOfLabels } from './label-sets.ts'
import { presetsOf } from './presets.ts'
import { figureSection, SHOWN, sectionsOf } from './reconstruction-sections.ts'
import { savedTokenizer } from './saved-tokenizer.ts'

const made = new WeakMap<object, HostModality<unknown>>()

/**
 * What commands need of a modality, made once of it.
 *
 * @param from where it comes from, for messages: a package or a file
 * @throws RomaeError `TOKENIZER_MODALITY`, `TOKENIZER_MODALITY_VERSION`
 */
export function hostModality<Sample>(plugin: object, from = 'the modality'): HostModality<Sample> {
  const known = made.get(plugin)
  if (known !== undefined) return known as HostModality<Sample>
  const host = wrap<Sample>(acceptModality(plugin, from))
  made.set(plugin, host as HostModality<unknown>)
  return host
}

function wrap<Sample>(modality: AnyModality): HostModality<Sample> {
  const { name, samples, files } = modality
  const data: OptionSchema = modality.options ?? {}
  const tokenizer: OptionSchema = modality.tokenizerOptions ?? {}
  return {
    name,
    samples,
    files,
    presets: presetsOf({ data: defaultsOf(data), tokenizer: defaultsOf(tokenizer) }, modality.suggests ?? {}),
    schema: { data, tokenizer, saved: modality.foundOptions ?? {} },
    members: null,
    dataOptions: Object.entries(data).flatMap(([key, entry]) => (isOption(entry) ? dataOption(key, entry) : [])),
    readsOnDemand: modality.readsOnDemand === true,
    tokenizers: [name],
    async read(paths, options, memory, purpose) {
      const context = { purpose, memory, note: tellOnce, standardInput }
      const found: ReadSamples<Sample> = await modality.read(paths, { ...options }, context)
      return sampleSet(found, options, samples, memory)
    },
    inherit: (saved, purpose: Purpose) => modality.optionsForModel?.(saved, purpose) ?? saved,
    identify: (options) => modality.augmentationKey?.(options) ?? options,
    idle: (chosen, paths) => modality.unusedOptions?.(chosen, paths) ?? {},
    write:
      modality.write === undefined
        ? null
        : (path, filled, options, escapeFormulas) =>
            modality.write!(path, filled, { ...options }, { standardInput, escapeFormulas }),
    fit: (list, options) => modality.fit(contractSamples(list), { ...options }),
    restore: (model) => modality.restore(savedTokenizer(model, name)),
    describe: (fitted) => modality.describe?.(fitted as Tokenizer<Sample>) ?? [],
    inspect: (list, options) => modality.inspect?.(list, options) ?? [],
    augment: (options) => modality.augment?.({ ...options }) ?? null,
    figureCount: modality.figureCount ?? SHOWN,
    figures: async (reconstructions, { tokenizer: fitted, data: options }) => {
      const context = { tokenizer: fitted as Tokenizer<Sample>, options }
      return ((await modality.figures?.(reconstructions, context)) ?? []).map(figureSection)
    },
    scores: modality.scores ?? null,
    reconstructions: (context) => sectionsOf(modality, context),
  }
}

/** `--time-format <format>` for `timeFormat`; none where the option has no help. */
function dataOption(key: string, option: OptionDeclaration): DataOption[] {
  if (option.help === undefined) return []
  const flag = `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  const value = option.placeholder ?? (option.kind === 'choice' ? option.of.join('|') : option.kind)
  const flags = option.kind === 'flag' ? flag : `${flag} <${value}${option.kind === 'list' ? '...' : ''}>`
  return [{ flags, key, description: option.help }]
}

async function sampleSet<Sample>(
  found: ReadSamples<Sample>,
  options: Settings,
  name: string,
  memory: MemoryBudget,
): Promise<SampleSet<Sample>> {
  const { ids, groups, givenIds, classes, regression, notes } = found
  const labels = found.labels?.map((label) => (typeof label === 'object' ? textOfLabels(label) : label?.toString()))
  const labelSets = labelSetsIn(found.labels ?? [])
  return {
    samples: await listOf(found.samples, name, memory),
    ids,
    keys: {
      ...(givenIds !== undefined && { ids: givenIds }),
      ...(groups !== undefined && { groups }),
      ...(found.content !== undefined && { content: (index: number) => found.content!(index) }),
    },
    ...(found.preview !== undefined && { preview: (index: number) => found.preview!(index) }),
    labels: labels ?? ids.map(() => undefined),
    ...(labelSets !== null && { labelSets }),
    ...(classes !== undefined && { classes }),
    ...(regression !== undefined && { regression }),
    data: found.options ?? options,
    ...(notes !== undefined && { notes }),
  }
}

/** What samples are of where they may be of several classes; null where each has one. */
function labelSetsIn(labels: NonNullable<ReadSamples<unknown>['labels']>): readonly (LabelSet | undefined)[] | null {
  if (!labels.some((label) => typeof label === 'object')) return null
  // Of files that say it in both ways, one label is a set of one.
  return labels.map((label) => {
    if (label === undefined || typeof label === 'object') return label
    return { has: [String(label)], unknown: [] }
  })
}

async function listOf<Sample>(
  samples: Samples<Sample>,
  name: string,
  memory: MemoryBudget,
): Promise<SampleList<Sample>> {
  if (!isLazy(samples)) return heldSamples(samples)
  const { length, alike = false } = samples
  return holdOrRead(
    {
      length,
      alike,
      file: (index) => samples.file?.(index) ?? null,
      decode: async (index) => samples.sample(index),
      bytes: (sample, index) => samples.bytes?.(sample, index) ?? Infinity,
    },
    name,
    memory,
  )
}

function isLazy<Sample>(samples: Samples<Sample>): samples is Exclude<Samples<Sample>, readonly Sample[]> {
  return !Array.isArray(samples)
}

function contractSamples<Sample>({ held, length, alike, sample }: SampleList<Sample>): Samples<Sample> {
  return held ?? { length, alike, sample }
}
