import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Case, Workplace } from '../case.ts'
import { csvCell } from '../csv-cell.ts'
import { runOnTerminal } from '../pseudo-terminal.ts'

/** Writes the clipboard, hides what stands before, turns the direction of what comes after. */
const hostile = '\x1b]52;c;AA\x07\x1b[2J\x9b1;1H\u202egnp\u2066\x7f'
/** As JSON has it. */
const shown = '\\u001b]52;c;AA\\u0007\\u001b[2J\\u009b1;1H\\u202egnp\\u2066\\u007f'
/** With a line that looks like one of ours. */
const forging = `${hostile}\nerror: none\n`

/** By number: what this must not share is the code that is tried. */
function controlsIn(text: string): string[] {
  const isControl = (code: number) =>
    (code < 32 && code !== 9 && code !== 10) ||
    (code >= 0x7f && code <= 0x9f) ||
    code === 0x61c ||
    (code >= 0x200e && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  return [...text].filter((character) => isControl(character.codePointAt(0)!))
}

/** Throws for a control character among what was sent to a terminal, or where the value is not there to be seen. */
function expectShown(text: string, value: string): void {
  const found = controlsIn(text)
  if (found.length > 0) throw new Error(`the terminal was sent ${JSON.stringify(found)} in ${JSON.stringify(text)}`)
  if (/^error: none/m.test(text)) throw new Error(`there is a forged line in ${JSON.stringify(text)}`)
  if (!text.includes(value)) throw new Error(`${JSON.stringify(value)} is not in ${JSON.stringify(text)}`)
}

/** Series of four time stamps, or of more. */
function csv(id: string, label: string, channel: string, length = 4): string {
  const rows = Array.from({ length: 16 }, (_, row) => {
    return `${csvCell(id + Math.floor(row / length))},${row % length},${row % 3},${csvCell(label)}`
  })
  return [`id,t,${csvCell(channel)},label`, ...rows, ''].join('\n')
}

const columns = ['--time', 't', '--id', 'id', '--label', 'label']
const regression = ['--set', 'finetuning.task=regression']

/** Commands that once sent a terminal what stood in a file, and the file. */
const quoting: readonly (readonly [what: string, text: string, words: readonly string[]])[] = [
  ['an id in an error', csv(forging, '', 'v'), ['finetune', 'in.csv', ...columns, '--preset', 'smoke']],
  ['a label in an error', csv('a', forging, 'v'), ['finetune', 'in.csv', ...columns, ...regression]],
  ['a channel in an error', csv('a', 'b', forging), ['pretrain', 'in.csv', ...columns, '--value', 'zzzzzzzz']],
  ['a cell in an error', `t,v\n0,"${forging}"\n`, ['pretrain', 'in.csv', '--time', 't', '--value', 'v']],
  ['a column that is left out', `t,v,"${forging}"\n0,1,x\n`, ['pretrain', 'in.csv', '--time', 't', '--dry-run']],
  ['the path of a file', '', ['pretrain', `${forging}.csv`, '--time', 't']],
  ['the path of a run', csv('a', 'b', 'v'), ['embed', 'in.csv', '--model', hostile]],
  ['an unknown option', '', ['pretrain', `--${hostile}`]],
  ['a setting', csv('a', 'b', 'v'), ['pretrain', 'in.csv', ...columns, '--set', `${hostile}=1`]],
]

/** A model of two steps, in `run`. */
async function pretrained({ folder, run }: Workplace, text: string): Promise<void> {
  await writeFile(path.join(folder, 'in.csv'), text)
  const steps = ['--preset', 'smoke', '--set', 'pretraining.steps=2', '--out', 'run']
  const { code, stderr } = await run('timeseries', 'pretrain', 'in.csv', ...columns, ...steps)
  if (code !== 0) throw new Error(stderr)
}

/** Control characters of strangers on their way to a terminal. */
export const terminalCases: readonly Case[] = [
  ...quoting.map(([what, text, words]) => ({
    name: `${what} cannot steer the terminal`,
    async try({ folder }: Workplace) {
      await writeFile(path.join(folder, 'in.csv'), text)
      expectShown(await runOnTerminal(folder, 'timeseries', words), shown)
      return undefined
    },
  })),
  {
    name: 'channels in the table of impute cannot steer the terminal, or make lines of their own',
    async try({ folder }) {
      await writeFile(path.join(folder, 'in.csv'), csv('a', '', forging, 16))
      const columns = ['--time', 't', '--id', 'id', '--value', forging]
      const training = ['--steps', '2', '--batch', '2', '--held-out', '0.3', '--folder', 'run']
      const words = ['impute', 'in.csv', ...columns, ...training]
      const text = await runOnTerminal(folder, 'timeseries', words)
      // The progress bar steers it, and ends with the line after.
      expectShown(text.slice(text.indexOf('RMSE on')), `${shown}\\nerror: none\\n `)
      return undefined
    },
  },
  {
    name: 'CSV is made visible on a terminal, and is the data themselves elsewhere',
    async try(place) {
      await pretrained(place, csv(forging, '', 'v'))
      const words = ['embed', 'in.csv', '--model', 'run']
      expectShown(await runOnTerminal(place.folder, 'timeseries', words), `\n${shown}\\nerror: none\\n0,`)
      const { stdout } = await place.run('timeseries', ...words)
      if (!stdout.includes(`\n"${forging}0",`)) throw new Error(`a program was sent ${JSON.stringify(stdout)}`)
      return undefined
    },
  },
]
