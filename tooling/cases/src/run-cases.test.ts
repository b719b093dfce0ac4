import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Skipped } from './case.ts'
import { runCases } from './run-cases.ts'

test('counts what held, what failed, and what could not be tried', async () => {
  const folders: string[] = []
  const { lines, held, skipped, failures } = await runCases([
    {
      name: 'holds',
      async try({ folder }) {
        folders.push(folder)
        await writeFile(path.join(folder, 'file'), '')
        return '3 of 3'
      },
    },
    { name: 'fails', try: () => Promise.reject(new Error('it is 4')) },
    { name: 'cannot', try: () => Promise.reject(new Skipped('needs root')) },
  ])
  expect({ held, skipped, failures }).toEqual({ held: 1, skipped: 1, failures: ['fails: it is 4'] })
  expect(lines.map((line) => line.replace(/ \([\d.]+ s\)$/, ''))).toEqual([
    'held     holds: 3 of 3',
    'FAILED   fails: it is 4',
    'skipped  cannot: needs root',
  ])
  expect(folders.map((folder) => existsSync(folder))).toEqual([false])
})

test('shows what was found on one line, whatever it is', async () => {
  const { lines } = await runCases([
    { name: 'ids', try: () => Promise.reject(new Error('printed \x1b[2J\nerror: none')) },
  ])
  expect(lines[0]).toContain('printed \\u001b[2J\\nerror: none')
})

test('tries the wanted cases only', async () => {
  const fine = { try: async () => undefined }
  expect(
    (
      await runCases(
        [
          { name: 'one', ...fine },
          { name: 'two', ...fine },
        ],
        'tw',
      )
    ).held,
  ).toBe(1)
})

test('runs a command in the folder of the case, and tells how it ended', async () => {
  const result = await runCases([
    {
      name: 'no such file',
      async try({ run }) {
        const { code, stderr } = await run('timeseries', 'impute', 'missing.csv', '--time', 'date')
        if (code === 0 || !stderr.includes('missing.csv')) throw new Error(`${code} ${stderr}`)
        return undefined
      },
    },
  ])
  expect(result.failures).toEqual([])
})
