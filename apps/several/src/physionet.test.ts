import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { physioNetVariables, readPhysioNet2012 } from '@romae/datasets'
import { beforeAll, describe, expect, it } from 'vitest'
import { admittedStay, isMeasuredTwice, prepareStays, vitalVariables } from './physionet/stays.ts'
import { outcomesOf, stayRecord } from './testing/physionet-record.ts'
import { runApp } from './testing/run-app.ts'

const folder = await temporaryFolder()
const ids = Array.from({ length: 80 }, (_, index) => 1001 + index)

beforeAll(async () => {
  await mkdir(join(folder, 'stays'))
  for (const id of ids) await writeFile(join(folder, 'stays', `${id}.txt`), stayRecord(id))
  await writeFile(join(folder, 'stays', 'Outcomes-a.txt'), outcomesOf(ids))
})

const readStays = async () => {
  const stays = await readPhysioNet2012(join(folder, 'stays'))
  return stays.map((stay) => admittedStay(stay, 4))
}

describe('stays', () => {
  it('have means of spans, and descriptors that are the same in each', async () => {
    const [stay] = await readStays()
    const channel = (name: string) => stay!.channels[vitalVariables.indexOf(name)]!
    expect([...channel('HR').times]).toEqual([2, 6, 10, 14, 18, 22])
    const rates = [0, 1, 2, 3].map((hour) => Number((80 + 10 * Math.sin(hour + 1001)).toFixed(1)))
    expect(channel('HR').values[0]).toBeCloseTo(
      rates.reduce((sum, rate) => sum + rate / 4, 0),
      9,
    )
    // The weight at admission is a descriptor, the later one is measured.
    expect([[...channel('Weight').times], [...channel('Weight').values]]).toEqual([[22], [90]])
    const [age, sex, height, unit, weight] = stay!.channels.slice(vitalVariables.length)
    expect([...age!.values]).toEqual(new Array(6).fill(41))
    expect([...weight!.values]).toEqual(new Array(6).fill(71))
    expect(height!.times).toHaveLength(0)
    expect([sex!.values[0], unit!.values[0]]).toEqual([1, 2])
    expect(vitalVariables).toHaveLength(physioNetVariables.length - 4)
  })

  it('are measured twice, or left out', async () => {
    const [stay] = await readStays()
    const once = {
      ...stay!,
      channels: stay!.channels.map(({ times, values }) => ({ times: times.slice(0, 1), values: values.slice(0, 1) })),
    }
    expect(
      [
        stay!,
        {
          ...once,
          channels: once.channels.map((own, index) =>
            index === vitalVariables.indexOf('HR') ? own : { times: new Float64Array(), values: new Float64Array() },
          ),
        },
      ].map(isMeasuredTwice),
    ).toEqual([true, false])
  })

  it('are divided so that each part has as many deaths, and say the same as channels and as a sheet', async () => {
    const { train, validation, test } = prepareStays(await readStays(), 3)
    const deaths = [train, validation, test].map(({ labels }) => labels.filter((label) => label === '1').length)
    expect(deaths).toEqual([10, 3, 3])
    expect([train, validation, test].map(({ labels }) => labels.length)).toEqual([51, 13, 16])
    train.sheets.forEach((sheet, index) => {
      const [age, sex, , unit] = train.channels[index]!.channels.slice(vitalVariables.length)
      const id = Number(train.channels[index]!.id)
      expect(sheet).toMatchObject({
        age: age!.values[0] ?? null,
        sex: id % 2 === 0 ? 'female' : 'male',
        unit: ['coronary care', 'cardiac surgery recovery', 'medical', 'surgical'][id % 4],
      })
      expect([sex!.values.length, unit!.values.length]).toEqual([6, 6])
      expect(train.vitals[index]!.channels).toHaveLength(vitalVariables.length)
    })
  })

  it('have no value beyond five standard deviations', async () => {
    const stays = await readStays()
    const place = vitalVariables.indexOf('HR')
    const wrong = stays.map((stay, index) => ({
      ...stay,
      channels: stay.channels.map((own, channel) =>
        index === 0 && channel === place ? { ...own, values: own.values.map(() => 1e6) } : own,
      ),
    }))
    for (const { vitals } of Object.values(prepareStays(wrong, 3))) {
      for (const { channels } of vitals) expect(Math.max(...channels[place]!.values)).toBeLessThanOrEqual(5)
    }
  })
})

describe('physionet', () => {
  it('goes from records to areas of each way, with what is published beside, and goes on where it was', async () => {
    const words = ['physionet', '--data', 'stays', '--preset', 'smoke', '--out', 'run', '--results', 'kept']
    const printed = await runApp(folder, ...words)
    const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept', 'physionet-descriptors.json'), 'utf8'))
    const metrics = (way: string) =>
      rows.filter(({ experiment }) => experiment === `mortality/${way}`).map(({ metric }) => metric)
    expect(metrics('channels')).toEqual(['AUROC', 'AUPRC', 'MSE within hidden spans'])
    expect(metrics('modality')).toEqual([
      'AUROC',
      'AUPRC',
      'AUROC, vital signs alone',
      'AUPRC, vital signs alone',
      'AUROC, descriptors alone',
      'AUPRC, descriptors alone',
      'MSE within hidden spans',
    ])
    expect(rows.every(({ mean }) => Number.isFinite(mean) && mean > 0)).toBe(true)
    expect(printed).toContain('80 stays, 16 of them end with death')
    expect(printed).toContain('0.858')
    expect(await runApp(folder, ...words, '--resume')).toContain('modality: fine-tuning: already done')
  }, 120_000)
})
