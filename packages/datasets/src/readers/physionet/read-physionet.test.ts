import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { needsShared } from '@romae/build/shared'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import { observationTokenizer, type TimeSeries } from '@romae/timeseries'
import { create } from 'tar'
import { describe, expect, it } from 'vitest'
import { splitSeries } from '../split-series.ts'
import { standardizeSplits } from '../standardize.ts'
import { type PhysioNetOptions, readPhysioNet2012 } from './read-physionet.ts'
import { physioNetVariables } from './variables.ts'

const record = `Time,Parameter,Value
00:00,RecordID,132539
00:00,Age,54
00:00,Height,-1
00:00,Weight,70
00:07,HR,73
00:07,HR,75
01:07,HR,77
00:37,Temp,-1
00:05,Temp,36
48:00,Urine,900
`
const outcomes = 'RecordID,SAPS-I,SOFA,Length_of_stay,Survival,In-hospital_death\n132539,6,1,5,-1,1\n'

async function folderOf(files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder()
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

const files = { '132539.txt': record, '132540.txt': record.replace('132539', '132540'), 'Outcomes-a.txt': outcomes }
const folder = await folderOf(files)

function channel(series: TimeSeries, variable: string) {
  const { times, values } = series.channels[physioNetVariables.indexOf(variable)]!
  return [...times].map((time, index) => [time, values[index]])
}

describe('readPhysioNet2012', () => {
  it('reads minutes in order and values, averages doubles, leaves unknown descriptors out', async () => {
    const stays: readonly TimeSeries[] = await readPhysioNet2012(folder)
    expect(stays.map(({ id, label }) => [id, label])).toEqual([
      ['132539', '1'],
      ['132540', undefined],
    ])
    expect(stays[0]!.channels).toHaveLength(41)
    expect(channel(stays[0]!, 'HR')).toEqual([
      [7, 74],
      [67, 77],
    ])
    expect(channel(stays[0]!, 'Height')).toEqual([])
    expect(channel(stays[0]!, 'Weight')).toEqual([[0, 70]])
    expect(channel(stays[0]!, 'Temp')).toEqual([
      [5, 36],
      [37, -1],
    ])
    expect(channel(stays[0]!, 'Urine')).toEqual([[2880, 900]])
    const [kept] = await readPhysioNet2012(folder, { unknown: 'value' })
    expect(channel(kept!, 'Height')).toEqual([[0, -1]])
  })

  it('reads the same from an archive', async () => {
    const archive = join(await temporaryFolder(), 'set-a.tar.gz')
    await create({ file: archive, cwd: folder, gzip: true }, Object.keys(files))
    expect(await readPhysioNet2012(archive)).toEqual(await readPhysioNet2012(folder))
    const bytes = await readFile(archive)
    for (const share of [0.5, 0.9]) {
      await writeFile(archive, bytes.subarray(0, Math.floor(bytes.length * share)))
      await expect(async () => readPhysioNet2012(archive)).rejects.toThrowRomae('DATASETS_ARCHIVE')
    }
  })

  it('refuses an archive that was cut between two files', async () => {
    const archive = join(await temporaryFolder(), 'set-a.tar')
    await create({ file: archive, cwd: folder }, Object.keys(files))
    const end = (await readFile(archive)).subarray(0, 3 * 1024)
    await writeFile(archive, end)
    expect(await caught(() => readPhysioNet2012(archive))).toMatchObject({
      code: 'DATASETS_ARCHIVE',
      fields: { reason: 'the blocks that end an archive are missing' },
    })
  })

  it.each([
    ['Time,Parameter\n', 'DATASETS_SYNTAX', /:1: the header/],
    [record.replace('HR,73', 'HR,seven'), 'DATASETS_SYNTAX', /:6: expected HH:MM.*seven/],
    [record.replace('HR,73', 'HR,'), 'DATASETS_SYNTAX', /:6: /],
    [
      record.replace('HR,73', 'Height of ceiling,73'),
      'DATASETS_SYNTAX',
      /:6: there is no variable "Height of ceiling"/,
    ],
    [record.replace('00:07,HR', '00:77,HR'), 'DATASETS_SYNTAX', /:6: /],
    [record.replace('00:00,RecordID,132539\n', ''), 'DATASETS_SYNTAX', /no RecordID/],
    [record.slice(0, record.indexOf('132539') - 1), 'DATASETS_SYNTAX', /:2: /],
  ])('refuses the record %#', async (text, code, message) => {
    const error = await caught(async () => readPhysioNet2012(await folderOf({ '1.txt': text })))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
  })

  it.each([
    [{ '1.txt': record, 'Outcomes-a.txt': 'RecordID\n1\n' }, {}, 'DATASETS_SYNTAX'],
    [{ '1.txt': record, 'Outcomes-a.txt': outcomes.replace('-1,1', '-1,2') }, {}, 'DATASETS_SYNTAX'],
    [{ 'readme.txt': record }, {}, 'DATASETS_NO_FILES'],
    [{ '1.txt': record }, { unknown: 'zero' }, 'DATASETS_INVALID_OPTION'],
    [{ '1.txt': record }, { unknwon: 'value' }, 'DATASETS_UNKNOWN_OPTION'],
  ])('refuses the folder %#', async (given, options, code) => {
    const error = await caught(async () => readPhysioNet2012(await folderOf(given), options as PhysioNetOptions))
    expect(error.code).toBe(code)
  })

  it('says what is not there', async () => {
    const error = await caught(() => readPhysioNet2012(join(folder, 'absent')))
    expect(error).toMatchObject({ code: 'DATASETS_CANNOT_READ', fields: { path: join(folder, 'absent') } })
  })

  needsShared(it)('reads set-a: 4000 stays of 48 hours, standardised by the training split', async (shared) => {
    const archive = join(shared, 'data', 'physionet2012-set-a.tar.xz')
    const stays = await readPhysioNet2012(archive)
    expect(stays).toHaveLength(4000)
    expect(stays.filter(({ label }) => label === '1')).toHaveLength(554)
    const known = (variable: string) => stays.filter((stay) => channel(stay, variable).length > 0).length
    // What a search through the files counts: 1894 heights and 3 genders are -1.
    expect([known('Age'), known('Height'), known('Gender')]).toEqual([4000, 4000 - 1894, 3997])
    const last = stays.flatMap(({ channels }) => channels.map(({ times }) => times.at(-1) ?? 0))
    expect(last.reduce((most, time) => Math.max(most, time))).toBe(2880)

    const { splits, means, deviations } = standardizeSplits(splitSeries(stays, { seed: 1 }))
    expect([splits.train.length, splits.validation.length, splits.test.length]).toEqual([2560, 640, 800])
    const rate = physioNetVariables.indexOf('HR')
    expect(Math.abs(means[rate]! - 87)).toBeLessThan(1)
    expect(Math.abs(deviations[rate]! - 18)).toBeLessThan(1)
    const rates = (part: readonly TimeSeries[]) => part.flatMap(({ channels }) => [...channels[rate]!.values])
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(rates(splits.train))).toBeCloseTo(0, 9)
    expect(Math.abs(mean(rates(splits.test)))).toBeGreaterThan(1e-6)

    const tokens = observationTokenizer.fit(splits.train, {}).tokenize(splits.test[0]!)
    const observed = splits.test[0]!.channels.reduce((sum, { values }) => sum + values.length, 0)
    expect(tokens.length).toBe(observed)

    const cut = join(await temporaryFolder(), 'cut.tar.xz')
    await writeFile(cut, (await readFile(archive)).subarray(0, 2 ** 20))
    await expect(async () => readPhysioNet2012(cut)).rejects.toThrowRomae('DATASETS_ARCHIVE')
  })
})
