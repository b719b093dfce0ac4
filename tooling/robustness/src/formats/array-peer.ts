import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readWideCsv } from '@romae/timeseries'

/** What was compared with another library. */
export interface Compared {
  readonly checked: number
  readonly problems: readonly string[]
}

const [SERIES, STEPS, CHANNELS] = [7, 50, 3]
/** Files that numpy writes, and whether their numbers are single. */
const files = { double: false, fortran: false, big: false, single: true }
const archives = { plain: false, deflated: true }

/** Arrays that numpy wrote into a folder, read to the same numbers, with the labels and times of archives. */
export async function comparedArrays(folder: string): Promise<Compared> {
  const bytes = await readFile(path.join(folder, 'arrays.bin'))
  const numbers = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
  const size = SERIES * STEPS * CHANNELS
  const [double, single, when] = [
    numbers.subarray(0, size),
    numbers.subarray(size, 2 * size),
    numbers.subarray(2 * size),
  ]
  const problems: string[] = []
  let checked = 0
  const compare = async (name: string, isSingle: boolean, isArchive: boolean) => {
    const columns = { time: isArchive ? 'when' : 'time', id: 'series', ...(isArchive && { label: 'label' }) }
    const channels = Array.from({ length: CHANNELS }, (_, channel) => `channel ${channel + 1}`)
    const { series } = await readWideCsv(path.join(folder, name), { ...columns, channels })
    const expected = isSingle ? single : double
    const found = series.flatMap((one) =>
      Array.from({ length: STEPS }, (_, step) => one.channels.map(({ values }) => values[step]!)).flat(),
    )
    const labels = series.map(({ label }) => label)
    const wanted = series.map((_, index) => (isArchive ? `class ${index % 2}é` : undefined))
    const times = series.every(({ channels: [channel] }) =>
      channel!.times.every((time, step) => time === (isArchive ? when[step]! : step)),
    )
    checked += size
    const off = found.findIndex((value, at) => !Object.is(value, expected[at]))
    if (found.length !== size) problems.push(`${name}: ${found.length} numbers of ${size}`)
    else if (off !== -1) problems.push(`${name}, number ${off}: ${found[off]}, and is ${expected[off]}`)
    if (!times) problems.push(`${name}: other times`)
    if (labels.some((label, index) => label !== wanted[index])) problems.push(`${name}: labels ${labels.join(', ')}`)
  }
  for (const [name, isSingle] of Object.entries(files)) await compare(`${name}.npy`, isSingle, false)
  for (const [name, isSingle] of Object.entries(archives)) await compare(`${name}.npz`, isSingle, true)
  return { checked, problems }
}
