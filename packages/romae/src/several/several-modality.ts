import type { Random } from '@romae/core'
import { inOrder } from '@romae/internal/iteration'
import { type Tokenizer, tokenizerSet, type Values, valuesTokenizer } from '@romae/tokenizer'
import type { MemoryBudget, Purpose } from '@romae/tokenizer/modality'
import { type AnyTokenizer, restoreTokenizerSet } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import type { DataOption, HostModality, SampleSet } from '../modality/host-modality.ts'
import { presetsOf } from '../modality/presets.ts'
import { type SampleList, selectSamples } from '../samples/sample-list.ts'
import { applySettings } from '../settings/apply-settings.ts'
import { type Experiment, experimentSchema, type PresetName } from '../settings/experiment.ts'
import type { IdleSettings } from '../settings/require-effect.ts'
import { defaultsOf, type Settings } from '../settings/settings.ts'
import { joinMembers } from './join-members.ts'
import { type Member, memberTokenizer, ownData, type Several } from './member.ts'
import { setSections } from './set-sections.ts'
import { readTable } from './table.ts'
import { tableOptions } from './table-options.ts'
import { namesOf, VALUES } from './values-modality.ts'

/** Settings that members were given where they were named, as `--set` has them. */
export type MemberAssignments = readonly string[]

/** Several modalities as one kind of data, and each by itself. */
export interface SeveralModality extends HostModality<Several> {
  readonly parts: readonly Member[]
}

/** Whether a kind of data is one of several modalities. */
export function isSeveral(modality: object): modality is SeveralModality {
  return 'parts' in modality
}

/** Names the folders of runs. */
const NAME = 'several'

/**
 * A table's samples of several modalities as one kind of data, so that every command takes them.
 *
 * @param assignments settings of members, which go before those that a model was trained with
 * @throws RomaeError `APP_SETTING_*`
 */
export function severalModality(members: readonly Member[], assignments: MemberAssignments = []): SeveralModality {
  const names = members.map(({ name }) => name)
  const ofMembers = (of: (member: Member) => unknown) => Object.fromEntries(members.map((one) => [one.name, of(one)]))
  const schema = {
    data: { ...tableOptions, ...ofMembers((one) => one.schema) },
    tokenizer: ofMembers(({ host }) => host.schema.tokenizer),
    saved: ofMembers((one) => one.saved),
  } as HostModality<Several>['schema']
  const complete = (chosen: Pick<Experiment, 'data'>) =>
    applySettings(
      chosen,
      { data: { ...schema.data, ...schema.saved } },
      assignments.filter((one) => one.startsWith('data.')),
    )
  const dataOf = (data: Settings, { name }: Member) => (data[name] ?? {}) as Settings
  return {
    name: NAME,
    samples: 'samples',
    files: 'tables of samples, CSV: a column for each modality',
    presets: presetsOfMembers(members, schema, assignments),
    schema,
    members: names,
    parts: members,
    dataOptions,
    readsOnDemand: true,
    tokenizers: ['set'],
    read: (paths, data, memory, purpose) => read(members, paths, data, memory, purpose),
    inherit(saved, purpose) {
      const { data } = complete({ data: saved })
      const inherited = members.map((member) => {
        const own = dataOf(data, member)
        const { column, table } = own
        const ofKind = member.kind === VALUES ? own : member.host.inherit(ownData(member, own), purpose)
        return [member.name, { ...ofKind, column, ...(table !== undefined && { table }) }] as const
      })
      const ofTable = purpose === 'predict' ? { label: null, group: null } : {}
      return { ...data, ...ofTable, ...Object.fromEntries(inherited) }
    },
    identify: (data) => ofMembers((member) => member.host.identify(ownData(member, dataOf(data, member)))),
    idle: (chosen) => Object.assign({}, ...members.map((member) => idleOf(member, chosen))) as IdleSettings,
    write: null,
    fit: (samples, settings) => fit(members, samples, settings),
    restore(model) {
      if (model.tokenizerRecord?.modalities === undefined) {
        const reason = 'it is of one modality; leave out --modality, or give its kind alone'
        throw errors.APP_NO_MODEL({ folder: 'the folder', reason })
      }
      const restorers = members.map(({ kind, host }) => ({
        name: kind,
        restore: (saved: { readonly name: string; readonly state: unknown }) => {
          const record = { ...model.tokenizerRecord!, name: saved.name }
          const { modalities: _, ...one } = record
          return host.restore({
            config: model.config,
            tokenizer: saved.state,
            tokenizerRecord: one,
          }) as Tokenizer<never>
        },
      }))
      return restoreTokenizerSet(model, restorers) as AnyTokenizer<Several>
    },
    describe: (tokenizer) =>
      members.flatMap(({ name, host }) => {
        const own = memberTokenizer(tokenizer, name)
        return own === null ? [] : host.describe(own).map((line) => `${name}: ${line}`)
      }),
    inspect: (samples, data) =>
      members.flatMap((member) => {
        const own = samples.flatMap((sample) => sample[member.name] ?? [])
        const there: [string, string] = [member.name, `${own.length} of ${samples.length}`]
        const facts = member.host.inspect(own, ownData(member, dataOf(data, member)))
        return [there, ...facts.map(([label, value]) => [`${member.name}: ${label}`, value] as const)]
      }),
    augment(data) {
      const changes = members.flatMap((member) => {
        const change = member.host.augment(ownData(member, dataOf(data, member)))
        return change === null ? [] : [[member.name, change] as const]
      })
      if (changes.length === 0) return null
      return (sample, random) => changed(sample, changes, random)
    },
    scores: null,
    figureCount: 0,
    figures: async () => [],
    reconstructions: (context) => setSections(members, context),
  }
}

type Change = (sample: unknown, random: Random) => unknown

function changed(sample: Several, changes: readonly (readonly [string, Change])[], random: Random): Several {
  const own = changes.flatMap(([name, change]) =>
    sample[name] == null ? [] : [[name, change(sample[name], random)] as const],
  )
  return { ...sample, ...Object.fromEntries(own) }
}

/** `--label <column>` and the like: a member's own settings are given with it, or by `--set`. */
const dataOptions: readonly DataOption[] = [
  {
    flags: '--id <column>',
    key: 'id',
    description: 'names the samples, in predictions and messages (default: their lines)',
  },
  {
    flags: '--label <column>',
    key: 'label',
    description: 'the class of a sample, or the number to predict; never an input',
  },
  {
    flags: '--group <column>',
    key: 'group',
    description: 'what samples belong to, as a patient: they stay in one part; never an input',
  },
  { flags: '--missing <text...>', key: 'missing', description: 'cells that mean missing, besides empty ones' },
  {
    flags: '--delimiter <character>',
    key: 'delimiter',
    description: 'what parts cells: one character, or tab (default: found among , ; and tab)',
  },
]

/** Settings that suit several modalities: masked token by token, and now and then one as a whole. */
function presetsOfMembers(
  members: readonly Member[],
  schema: HostModality<Several>['schema'],
  assignments: MemberAssignments,
): HostModality<Several>['presets'] {
  const own = (preset: PresetName) => ({
    data: {
      ...defaultsOf(tableOptions),
      ...Object.fromEntries(
        members.map(({ name, host, schema: ofMember }) => {
          const known = Object.entries(host.presets[preset].data).filter(([key]) => Object.hasOwn(ofMember, key))
          return [name, { ...defaultsOf(ofMember), ...Object.fromEntries(known) }]
        }),
      ),
    },
    tokenizer: Object.fromEntries(members.map(({ name, host }) => [name, host.presets[preset].tokenizer])),
  })
  const ofValues = members.filter(({ kind }) => kind === VALUES).map(({ name }) => [name, 0] as const)
  const suggests = {
    cpu: {
      model: { size: 'tiny', decoder: 'tiny-shallow', cls: true },
      pretraining: {
        epochs: 60,
        batchSize: 32,
        learningRate: 1e-3,
        maskRatio: 0.6,
        ...(ofValues.length > 0 && { maskRatios: Object.fromEntries(ofValues) }),
        ...(members.length > 1 && { hideModality: 0.4 }),
      },
      finetuning: {
        epochs: 20,
        batchSize: 32,
        learningRate: 5e-4,
        ...(members.length > 1 && { dropModality: 0.3 }),
      },
    },
    smoke: {
      pretraining: { epochs: 1, steps: 12 },
      finetuning: { epochs: 1, steps: 12, learningRate: 5e-4 },
    },
  }
  const all = experimentSchema({ ...schema, members: members.map(({ name }) => name) })
  const made = (preset: PresetName) => applySettings(presetsOf(own(preset), suggests)[preset], all, assignments)
  return { smoke: made('smoke'), cpu: made('cpu'), paper: made('paper') }
}

async function read(
  members: readonly Member[],
  paths: readonly string[],
  data: Settings,
  memory: MemoryBudget,
  purpose: Purpose,
): Promise<SampleSet<Several>> {
  const { id, label, group, missing, delimiter } = data as {
    readonly id: string | null
    readonly label: string | null
    readonly group: string | null
    readonly missing: readonly string[]
    readonly delimiter: string | null
  }
  const tables = await Promise.all(paths.map((path) => readTable(path, { delimiter: delimiter ?? null })))
  return joinMembers(members, tables, { data, columns: { id, label, group }, missing, memory, purpose })
}

/** Fits each to those samples that have it; values come last, as they are on an axis of another. */
async function fit(
  members: readonly Member[],
  samples: SampleList<Several>,
  settings: Settings,
): Promise<AnyTokenizer<Several>> {
  const fitted = new Map<string, Tokenizer<unknown>>()
  const ordered = [...members.filter(({ kind }) => kind !== VALUES), ...members.filter(({ kind }) => kind === VALUES)]
  for (const { name, kind, host } of ordered) {
    const own = await ofMember(samples, name)
    if (own.length === 0) throw errors.APP_MODALITIES({ word: name, reason: 'no sample to train on has it' })
    if (kind === VALUES) {
      const all: Values[] = []
      for await (const one of inOrder(own)) all.push(one as Values)
      const axis = [...fitted.values()][0]?.axes[0]
      fitted.set(
        name,
        valuesTokenizer.fit(all, { ...namesOf(all), ...(axis !== undefined && { axis }) }) as Tokenizer<unknown>,
      )
    } else {
      fitted.set(name, (await host.fit(own, settings[name] as Settings)) as Tokenizer<unknown>)
    }
  }
  return tokenizerSet(Object.fromEntries(fitted)) as AnyTokenizer<Several>
}

/** Those samples that have a modality. */
async function ofMember(samples: SampleList<Several>, name: string): Promise<SampleList<unknown>> {
  const places: number[] = []
  for (let index = 0; index < samples.length; index++) {
    const sample = await samples.sample(index)
    if (sample[name] != null) places.push(index)
  }
  const own = selectSamples(samples, places)
  return {
    length: own.length,
    alike: false,
    held: own.held?.map((sample) => sample[name]) ?? null,
    sample: async (index) => (await own.sample(index))[name],
  }
}

/** What a member's other settings leave without effect, by names within the whole. */
function idleOf(
  { name, host, schema }: Member,
  { data, tokenizer }: Pick<Experiment, 'data'> & Partial<Experiment>,
): IdleSettings {
  const own = (data[name] ?? {}) as Settings
  const file = typeof own.table === 'string' ? own.table : `one.${host.name}`
  const chosen = {
    data: ownData({ host }, own),
    ...(tokenizer !== undefined && { tokenizer: tokenizer[name] as Settings }),
  }
  const found = Object.entries(host.idle(chosen, [file])).flatMap(([key, reason]) => {
    const [section, ...rest] = key.split('.')
    if (section === 'data' && !Object.hasOwn(schema, rest[0] ?? '')) return []
    return [[[section, name, ...rest].join('.'), reason] as const]
  })
  return Object.fromEntries(found)
}
