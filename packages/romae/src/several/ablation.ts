import type { TableSection } from '@romae/report'
import type { AnyTokenizer } from '@romae/trainer/node'
import { evaluateSet, figuresOf } from '../modality/evaluate-set.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import { select } from '../modality/split.ts'
import { labelsOf } from '../modality/targets.ts'
import type { Computing } from '../run/inference-in.ts'
import type { Several } from './member.ts'

/** Modalities of which every subset is tried: 63 evaluations. */
export const MOST_ABLATED = 6

/** How a model does where samples have some modalities alone. */
export interface AblatedRow {
  readonly modalities: readonly string[]
  /** Those that have one of them. */
  readonly samples: number
  readonly figures: Readonly<Record<string, number>>
}

/**
 * Evaluates a model with every subset of the modalities, the largest first: of each sample what is in the subset, and no sample that
 * has nothing of it.
 */
export async function ablate(
  members: readonly string[],
  trained: Parameters<typeof evaluateSet>[0],
  tokenizer: AnyTokenizer<Several>,
  set: SampleSet<Several>,
  computing: Computing,
): Promise<AblatedRow[]> {
  const has: (readonly boolean[])[] = []
  for (let index = 0; index < set.samples.length; index++) {
    const sample = await set.samples.sample(index)
    has.push(members.map((name) => sample[name] != null))
  }
  const rows: AblatedRow[] = []
  for (const subset of subsetsOf(members)) {
    const places = has.flatMap((own, index) =>
      members.some((name, at) => own[at] && subset.includes(name)) ? [index] : [],
    )
    if (places.length === 0) continue
    const some = only(select(set, places), subset)
    const figures = figuresOf(await evaluateSet(trained, tokenizer, some, labelsOf(some), computing))
    rows.push({ modalities: subset, samples: places.length, figures })
  }
  return rows
}

/** The subsets but for the empty one: all, then those that lack one, and so on. */
function subsetsOf(members: readonly string[]): string[][] {
  const all = Array.from({ length: 2 ** members.length - 1 }, (_, index) =>
    members.filter((_, place) => ((index + 1) >> place) & 1),
  )
  return all.sort((one, other) => other.length - one.length)
}

function only(set: SampleSet<Several>, names: readonly string[]): SampleSet<Several> {
  const strip = (sample: Several): Several =>
    Object.fromEntries(names.flatMap((name) => (sample[name] == null ? [] : [[name, sample[name]]])))
  const { samples } = set
  return {
    ...set,
    samples: {
      ...samples,
      held: samples.held?.map(strip) ?? null,
      sample: async (index) => strip(await samples.sample(index)),
    },
  }
}

/** The table of a report. */
export function ablationSection(rows: readonly AblatedRow[]): TableSection {
  const names = Object.keys(rows[0]!.figures)
  return {
    kind: 'table',
    heading: 'With each subset of the modalities',
    caption: 'Samples that have nothing of a subset are left out of its row.',
    columns: [{ label: 'modalities' }, { label: 'samples' }, ...names.map((label) => ({ label, decimals: 4 }))],
    rows: rows.map(({ modalities, samples, figures }) => [
      modalities.join(' + '),
      samples,
      ...names.map((name) => figures[name] ?? null),
    ]),
  }
}

/** The same for the terminal. */
export function ablationLines(rows: readonly AblatedRow[]): string[] {
  const [first = 'figure'] = Object.keys(rows[0]!.figures)
  const width = Math.max(...rows.map(({ modalities }) => modalities.join(' + ').length))
  return rows.map(({ modalities, samples, figures }) => {
    return `  ${modalities.join(' + ').padEnd(width)}  ${first} ${figures[first]!.toPrecision(4)} of ${samples}`
  })
}
