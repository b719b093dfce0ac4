import { InvalidArgumentError } from 'commander'
import { readText } from 'romae'
import type { HourlyData } from './data-set.ts'
import { inTime } from './hourly-table.ts'

const channels = ['HUFL', 'HULL', 'MUFL', 'MULL', 'LUFL', 'LULL', 'OT']
/** July 2016 to August 2017, and to January 2018. */
const parts = { train: 427 * 24, validation: 153 * 24 }

/**
 * ETTh1, loads and oil temperature of an electricity transformer, hour by hour, without gaps: `z_etth.txt` of the Python package
 * imputegap, numbers between spaces. The first 14 months are for training and the next 5 for validation, as in BenchPOTS.
 */
export async function transformers(path: string): Promise<HourlyData> {
  const rows = (await readText(path))
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/).map(Number))
  rows.forEach((row, index) => {
    if (row.length === channels.length && row.every(Number.isFinite)) return
    throw new InvalidArgumentError(`${path}:${index + 1}: expected ${channels.length} numbers between spaces`)
  })
  const least = parts.train + parts.validation
  if (rows.length <= least) {
    throw new InvalidArgumentError(`${path} has ${rows.length} rows, and needs more than ${least} hours`)
  }
  const columns = channels.map((_, channel) => Float64Array.from(rows, (row) => row[channel]!))
  return inTime({ channels, columns }, parts)
}
