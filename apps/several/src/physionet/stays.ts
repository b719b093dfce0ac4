import {
  type DatasetChannel,
  type DatasetSeries,
  physioNetVariables,
  type Splits,
  splitSeries,
  standardizeSplits,
} from '@romae/datasets'
import type { Values } from '@romae/tokenizer'

/** What is known of a patient at admission. */
const descriptors = ['Age', 'Gender', 'Height', 'ICUType', 'Weight'] as const

/** What is measured: `Weight`, too, after admission. */
export const vitalVariables: readonly string[] = physioNetVariables.filter(
  (name) => name === 'Weight' || !(descriptors as readonly string[]).includes(name),
)

const sexes = ['female', 'male'] as const
const units = ['coronary care', 'cardiac surgery recovery', 'medical', 'surgical'] as const

/** Standard deviations beyond which values are taken for this many: some are mistakes of whoever wrote them down. */
const MOST_DEVIATIONS = 5

/** Stays in the forms in which models have them. */
export interface PreparedStays {
  /** What is measured, a channel for each variable, in standard deviations. */
  readonly vitals: readonly DatasetSeries[]
  /** The same, and a channel for each descriptor. */
  readonly channels: readonly DatasetSeries[]
  /** The descriptors as numbers and categories. */
  readonly sheets: readonly Values[]
  readonly labels: readonly string[]
}

/**
 * Values of a stay by spans of hours, a channel for each variable, and after them one for each descriptor, which is the same in every span. Of
 * values of one variable within a span there is the mean, at its middle.
 *
 * @param stay as `readPhysioNet2012` gives it
 */
export function admittedStay(stay: DatasetSeries, hours: number): DatasetSeries {
  const of = (name: string) => stay.channels[physioNetVariables.indexOf(name)]!
  const measured = vitalVariables.map((name) => meansOf(of(name), hours, name === 'Weight'))
  const spans = Float64Array.from(timesOf(measured)).sort()
  const known = descriptors.map((name): DatasetChannel => {
    const { times, values } = of(name)
    const isKnown = times[0] === 0
    return {
      times: isKnown ? spans : new Float64Array(),
      values: new Float64Array(isKnown ? spans.length : 0).fill(values[0]!),
    }
  })
  return { ...stay, channels: [...measured, ...known] }
}

function timesOf(channels: readonly DatasetChannel[]): Set<number> {
  return new Set(channels.flatMap(({ times }) => [...times]))
}

/** Whether something is measured within two spans or more, so that one can be told from the other. */
export function isMeasuredTwice({ channels }: DatasetSeries): boolean {
  return timesOf(channels.slice(0, vitalVariables.length)).size > 1
}

/** @param skipsAdmission leaves the value of minute 0 out, which is a descriptor */
function meansOf({ times, values }: DatasetChannel, hours: number, skipsAdmission: boolean): DatasetChannel {
  const spans = new Map<number, { sum: number; count: number }>()
  const last = Math.ceil(48 / hours) - 1
  times.forEach((minute, entry) => {
    if (skipsAdmission && minute === 0) return
    const span = Math.min(last, Math.floor(minute / 60 / hours))
    const { sum, count } = spans.get(span) ?? { sum: 0, count: 0 }
    spans.set(span, { sum: sum + values[entry]!, count: count + 1 })
  })
  const entries = [...spans].sort(([a], [b]) => a - b)
  return {
    times: Float64Array.from(entries, ([span]) => (span + 0.5) * hours),
    values: Float64Array.from(entries, ([, { sum, count }]) => sum / count),
  }
}

/**
 * Divides stays for training, validation and testing, 64, 16 and 20 % of those who died and of those who did not, and brings values to mean 0 and
 * standard deviation 1 in the training part.
 */
export function prepareStays(stays: readonly DatasetSeries[], seed: number): Splits<PreparedStays> {
  const [died, others] = ['1', '0'].map((outcome) =>
    splitSeries(
      stays.filter(({ label }) => label === outcome),
      { seed },
    ),
  ) as [Splits<readonly DatasetSeries[]>, Splits<readonly DatasetSeries[]>]
  const both = (part: keyof typeof died) => [...died[part], ...others[part]]
  const raw = { train: both('train'), validation: both('validation'), test: both('test') }
  const { splits } = standardizeSplits(raw)
  const prepared = (part: keyof typeof raw): PreparedStays => {
    const channels = splits[part].map(clipped)
    return {
      channels,
      vitals: channels.map((stay) => ({ ...stay, channels: stay.channels.slice(0, vitalVariables.length) })),
      sheets: channels.map((stay, index) => sheetOf(stay, raw[part][index]!)),
      labels: raw[part].map(({ label }) => label!),
    }
  }
  return { train: prepared('train'), validation: prepared('validation'), test: prepared('test') }
}

function clipped(stay: DatasetSeries): DatasetSeries {
  const clip = (value: number) => Math.min(MOST_DEVIATIONS, Math.max(-MOST_DEVIATIONS, value))
  return { ...stay, channels: stay.channels.map(({ times, values }) => ({ times, values: values.map(clip) })) }
}

/** @param scaled has the numbers @param raw has the codes of the categories */
function sheetOf(scaled: DatasetSeries, raw: DatasetSeries): Values {
  const first = vitalVariables.length
  const at = (stay: DatasetSeries, name: (typeof descriptors)[number]) =>
    stay.channels[first + descriptors.indexOf(name)]!.values[0] ?? null
  const named = (names: readonly string[], code: number | null) => (code === null ? null : (names[code] ?? null))
  const unit = at(raw, 'ICUType')
  return {
    age: at(scaled, 'Age'),
    height: at(scaled, 'Height'),
    weight: at(scaled, 'Weight'),
    sex: named(sexes, at(raw, 'Gender')),
    unit: named(units, unit === null ? null : unit - 1),
  }
}
