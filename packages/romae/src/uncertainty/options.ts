import { type Command, InvalidArgumentError } from 'commander'
import { decimalOf } from '../decimal.ts'
import type { BoundOptions } from '../impute/bounds.ts'

/** What the user gave of intervals. */
export interface IntervalOptions extends BoundOptions {
  readonly coverage: number
}

/** `--coverage`, `--non-negative`, `--minimum` and `--maximum`. @param what is said by the command, such as what is filled @param file that has them */
export function addIntervalOptions(command: Command, what: string, file: string): Command {
  return command
    .option('--coverage <fraction>', `of the intervals of ${what}, in ${file}`, coverage, 0.9)
    .option(
      '--non-negative <columns>',
      `columns that are never below 0: neither ${what} nor its interval is, by a link function`,
      listed,
    )
    .option('--minimum <bounds>', 'the least that columns can be: level=2,share=0', boundsByColumn)
    .option('--maximum <bounds>', 'the most that columns can be: share=1', boundsByColumn)
}

/** Names of columns, parted by commas. */
export function listed(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

function coverage(text: string): number {
  const value = Number(text)
  if (value > 0 && value < 1) return value
  throw new InvalidArgumentError('a number above 0 and below 1 is needed')
}

/** `column=number,…`: the name is what is before the last equals sign. */
function boundsByColumn(text: string): ReadonlyMap<string, number> {
  return new Map(
    listed(text).map((one): [string, number] => {
      const equals = one.lastIndexOf('=')
      const value = decimalOf(one.slice(equals + 1))
      if (equals > 0 && value !== null) return [one.slice(0, equals), value]
      throw new InvalidArgumentError('column=number is needed, parted by commas')
    }),
  )
}
