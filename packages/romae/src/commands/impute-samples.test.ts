import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { registerConformance } from '@romae/tokenizer/testing'
import { beforeAll, describe, expect, it, test } from 'vitest'
import rowsModality, { type Row, rowTokenizer } from '../testing/rows.ts'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

registerConformance(test, {
  tokenizer: () => rowTokenizer,
  samples: [[1, null, 3], [2]],
  emptySamples: [[null], []],
  fromJSON: () => rowTokenizer,
})

const plugin = join(import.meta.dirname, '../testing/rows.ts')
const own = ['--modality', plugin, '--skip', '1'] as const
/** Every sixth number of waves is missing. */
const rows = Array.from({ length: 24 }, (_, row): Row => {
  return Array.from({ length: 12 }, (_, place) => ((place + row) % 6 === 0 ? null : Math.sin(row + place)))
})
const missing = rows.flat().filter((value) => value === null).length
const linesOf = (text: string) => text.trimEnd().split('\n')

let folder: string
beforeAll(async () => {
  const text = ['a title', ...rows.map((row) => JSON.stringify(row))].join('\n')
  folder = await temporaryFolder({
    'rows.jsonl': `${text}\n`,
    'photos/cat.png': 'no picture',
    'shots.csv': 'file,label\ncat.png,cat\n',
    'times.csv': `t,photo,v\n${Array.from({ length: 40 }, (_, row) => `${row},cat.png,${row % 7 === 1 ? '' : row}\n`).join('')}`,
  })
})

describe('impute of what is no series', { timeout: 60_000 }, () => {
  it('trains on what is there, fills what is missing, and writes the file by the modality', async () => {
    const brief = ['--preset', 'smoke', '--set', 'pretraining.epochs=1', '--json'] as const
    const result = JSON.parse(await runRomae(folder, 'impute', 'rows.jsonl', ...own, ...brief))
    expect(result).toEqual({ files: [{ file: join(folder, 'rows.filled.jsonl'), samples: 24, filled: missing }] })
    const [title, ...filled] = linesOf(await readFile(join(folder, 'rows.filled.jsonl'), 'utf8'))
    expect(title).toBe('a title')
    const values = filled.map((line): Row => JSON.parse(line))
    expect(values.map((row, index) => row.map((value, place) => rows[index]![place] ?? typeof value))).toEqual(
      rows.map((row) => row.map((value) => value ?? 'number')),
    )
    expect(existsSync(join(folder, 'runs', rowsModality.name, 'impute/rows/report.html'))).toBe(true)
    const again = ['--model', 'runs/rows/impute/rows', '--out', 'again.jsonl'] as const
    // The model knows how its files are read.
    await runRomae(folder, 'impute', 'rows.jsonl', '--modality', plugin, ...again)
    expect(linesOf(await readFile(join(folder, 'again.jsonl'), 'utf8'))).toEqual([title, ...filled])
    // A file is not imported because a model names it.
    const looked = await tryRomae(folder, 'inspect', 'runs/rows/impute/rows')
    expect([looked.code, looked.stderr]).toEqual([0, expect.stringMatching(/^note: .*\[APP_MODALITY_UNKNOWN\]$/m)])
    expect(looked.stdout).toContain('pre-training')
    const plan = await runRomae(folder, 'impute', 'rows.jsonl', ...own, '--dry-run')
    expect(plan).toContain('parameters')
  })

  it('trains on several files together, and writes each', async () => {
    const texts = [rows.slice(0, 8), rows.slice(8)].map((some) => some.map((row) => JSON.stringify(row)).join('\n'))
    const [first, second] = texts.map((text) => `a title\n${text}\n`) as [string, string]
    const other = await temporaryFolder({ 'a.jsonl': first, 'b/a.jsonl': second })
    const brief = ['--preset', 'smoke', '--set', 'pretraining.epochs=1', '--json'] as const
    const trained = JSON.parse(await runRomae(other, 'impute', 'a.jsonl', 'b/a.jsonl', ...own, ...brief))
    const paths = [join(other, 'a.filled.jsonl'), join(other, 'b/a.filled.jsonl')] as const
    expect(trained.files).toMatchObject([
      { file: paths[0], samples: 8 },
      { file: paths[1], samples: 16 },
    ])
    expect(trained.files[0].filled + trained.files[1].filled).toBe(missing)
    const [one, two] = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
    expect([linesOf(one!).length, linesOf(two!).length]).toEqual([9, 17])
    // By the model of before: the same.
    const model = ['--modality', plugin, '--model', 'runs/rows/impute/a', '--out', 'again', '--json'] as const
    await runRomae(other, 'impute', 'b/a.jsonl', ...model.with(5, 'again/'))
    expect(await readFile(join(other, 'again/a.filled.jsonl'), 'utf8')).toBe(two)
    const { code, stderr } = await tryRomae(other, 'impute', 'a.jsonl', 'b/a.jsonl', ...model)
    expect([code, stderr]).toEqual([1, expect.stringContaining('[APP_SAME_OUTPUT]')])
  })

  it.each<[string, readonly string[], RegExp]>([
    ['a folder of pictures', ['photos'], /cannot fill images: the modality image has no write.*\[APP_CANNOT_IMPUTE\]/],
    ['a list of pictures', ['shots.csv'], /cannot fill images.*--modality timeseries.*\[APP_CANNOT_IMPUTE\]/],
    ['settings beside a model', ['rows.jsonl', ...own, '--model', 'x', '--preset', 'smoke'], /APP_SETTING_NO_EFFECT/],
    ['standard input', ['-', ...own], /\[APP_STANDARD_INPUT\]/],
    ['no times', ['times.txt'], /required option '--time <column>'/],
  ])('refuses %s in a line', async (_, words, expected) => {
    const { code, stdout, stderr } = await tryRomae(folder, 'impute', ...words)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(expected)
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  it('takes a table with times for series, whatever else it lists', async () => {
    const plan = await runRomae(folder, 'impute', 'times.csv', '--time', 't', '--value', 'v', '--dry-run')
    expect(plan).toContain('6 missing cells')
  })
})
