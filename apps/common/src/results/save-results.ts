import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseJson } from '@romae/internal/json'
import { appErrors as errors, inTurn, readText, writeFile, writeJson } from 'romae'
import type { ResultRow } from './result-row.ts'
import { type ResultsText, resultsPage } from './results-page.ts'

/**
 * Looks at what `saveResults` would add to, before a command begins.
 *
 * @throws RomaeError `APP_NOT_RESULTS` where it is something else
 */
export async function requireResults(folder: string, { name }: Pick<ResultsText, 'name'>): Promise<void> {
  const [json, page] = [join(folder, `${name}.json`), join(folder, `${name}.md`)]
  if (existsSync(json)) await readRows(json)
  else if (existsSync(page)) throw errors.APP_NOT_RESULTS({ path: page, reason: `no ${name}.json is beside it` })
}

/**
 * Writes rows to `<name>.json`, and a page of them to `<name>.md`. Rows that are there already stay, but for those of the
 * same experiment and metric, which are replaced: the rows of a table may come from several commands, also at the same time.
 *
 * @throws RomaeError `APP_NOT_RESULTS`, `APP_CANNOT_WRITE`, `APP_LOCKED`
 */
export async function saveResults(folder: string, text: ResultsText, rows: readonly ResultRow[]): Promise<void> {
  const path = join(folder, `${text.name}.json`)
  await inTurn(path, rows[0]?.command ?? text.name, async () => {
    await requireResults(folder, text)
    const before = existsSync(path) ? await readRows(path) : []
    const keyOf = ({ experiment, metric }: ResultRow) => JSON.stringify([experiment, metric])
    // A key keeps its place, so that a row made again stays where it was.
    const merged = [...new Map([...before, ...rows].map((row) => [keyOf(row), row])).values()]
    await writeJson(path, merged)
    await writeFile(join(folder, `${text.name}.md`), resultsPage(text, merged))
  })
}

async function readRows(path: string): Promise<ResultRow[]> {
  let rows: unknown
  try {
    rows = parseJson(await readText(path))
  } catch (cause) {
    throw errors.APP_NOT_RESULTS({ path, reason: (cause as Error).message }, cause)
  }
  if (Array.isArray(rows) && rows.every(isRow)) return rows
  throw errors.APP_NOT_RESULTS({ path, reason: 'it is no list of rows with experiment, metric, mean, seeds, command' })
}

function isRow(row: unknown): row is ResultRow {
  const { experiment, metric, mean, seeds, command } = (row ?? {}) as Partial<Record<keyof ResultRow, unknown>>
  const areTexts = [experiment, metric, command].every((text) => typeof text === 'string')
  return areTexts && typeof mean === 'number' && Array.isArray(seeds)
}
