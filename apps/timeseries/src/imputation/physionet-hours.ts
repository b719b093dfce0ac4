import { type DatasetSeries, physioNetVariables, readPhysioNet2012, type Splits, splitSeries } from '@romae/datasets'
import type { HourlyData } from './data-set.ts'

const HOURS = 48
/** What is known of a patient and does not change. */
const descriptors = new Set(['Age', 'Gender', 'Height', 'ICUType'])

/**
 * PhysioNet 2012 as BenchPOTS prepares it: means of 48 hours, of the 37 variables that change; stays with values in one hour only are
 * left out; 64 % of the stays of those who died and of those who did not are for training, 16 % for validation, 20 % for testing.
 *
 * @param path as `readPhysioNet2012` has it
 */
export async function physioNetHours(path: string): Promise<HourlyData> {
  // As there, an unknown weight stays -1.
  const stays = await readPhysioNet2012(path, { unknown: 'value' })
  const kept = stays.filter((stay) => hoursOf(stay).size > 1).map(hourlyMeans)
  const channels = physioNetVariables.filter((name) => !descriptors.has(name))
  return {
    channels,
    lengths: { train: HOURS, validation: HOURS, test: HOURS },
    split(seed) {
      const died = splitSeries(
        kept.filter(({ label }) => label === '1'),
        { seed },
      )
      const others = splitSeries(
        kept.filter(({ label }) => label !== '1'),
        { seed },
      )
      const both = (part: keyof Splits<unknown>) => [...died[part], ...others[part]]
      return { train: both('train'), validation: both('validation'), test: both('test') }
    },
  }
}

function hoursOf({ channels }: DatasetSeries): Set<number> {
  return new Set(channels.flatMap(({ times }) => [...times].map((minute) => Math.floor(minute / 60))))
}

function hourlyMeans(stay: DatasetSeries): DatasetSeries {
  const channels = stay.channels.filter((_, index) => !descriptors.has(physioNetVariables[index]!))
  return { ...stay, channels: channels.map(({ times, values }) => channelOfHours(times, values)) }
}

function channelOfHours(times: Float64Array, values: Float64Array) {
  const [sums, counts] = [new Float64Array(HOURS), new Float64Array(HOURS)]
  times.forEach((minute, entry) => {
    const hour = Math.floor(minute / 60)
    if (hour >= HOURS) return
    sums[hour]! += values[entry]!
    counts[hour]!++
  })
  const hours = Float64Array.from([...counts.keys()].filter((hour) => counts[hour]! > 0))
  return { times: hours, values: hours.map((hour) => sums[hour]! / counts[hour]!) }
}
