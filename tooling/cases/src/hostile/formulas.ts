import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readWideCsv } from '@romae/timeseries'
import type { Case, Workplace } from '../case.ts'
import { csvCell } from '../csv-cell.ts'

/** What spreadsheets compute: programs are started, and cells are sent to strangers. */
const formula = `=HYPERLINK("http://localhost/?"&A1)`
const columns = ['--time', 't', '--id', 'id']

/** Two series of a channel, whose ids and name are formulas. */
function table(): string {
  const ids = [formula, "-2+3+cmd|' /C calc'!A0"]
  const rows = Array.from({ length: 48 }, (_, row) => {
    return `${csvCell(ids[row < 24 ? 0 : 1]!)},${row % 24},${row % 5 === 0 ? '' : -(row % 3) - 0.5}`
  })
  return ['id,t,@SUM(1)', ...rows, ''].join('\n')
}

async function succeed({ run }: Workplace, ...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run('timeseries', ...words)
  if (code !== 0) throw new Error(`${words[0]}: ${stderr}`)
  return stdout
}

/** The cells that a spreadsheet would compute: those that begin with a sign and are no numbers. */
function formulasIn(csv: string): string[] {
  const cells = csv.split('\n').flatMap((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/))
  return cells.filter((cell) => /^"?[=+\-@]/.test(cell) && Number.isNaN(Number(cell)))
}

/** Formulas in what goes to a spreadsheet. */
export const formulaCases: readonly Case[] = [
  {
    name: 'impute and embed write no formula with --escape-formulas',
    async try(place) {
      const file = (name: string) => path.join(place.folder, name)
      await writeFile(file('in.csv'), table())
      const few = ['--steps', '2', '--folder', 'gaps', '--out', 'filled.csv']
      await succeed(place, 'impute', 'in.csv', ...columns, ...few, '--escape-formulas')
      const filled = await readFile(file('filled.csv'), 'utf8')
      const steps = ['--preset', 'smoke', '--set', 'pretraining.steps=2', '--out', 'run']
      await succeed(place, 'pretrain', 'in.csv', ...columns, ...steps)
      const embedded = await succeed(place, 'embed', 'in.csv', '--model', 'run', '--escape-formulas')
      const found = [...formulasIn(embedded), ...formulasIn(filled)]
      if (found.length > 0) throw new Error(`there are formulas: ${found.join('; ')}`)
      const { series, channels } = await readWideCsv(file('filled.csv'), { time: 't', id: 'id', channels: 'rest' })
      const read = JSON.stringify([channels, series.map(({ id }) => id)])
      const expected = JSON.stringify([["'@SUM(1)"], [`'${formula}`, "'-2+3+cmd|' /C calc'!A0"]])
      if (read !== expected) throw new Error(`it reads back as ${read}`)
      return undefined
    },
  },
]
