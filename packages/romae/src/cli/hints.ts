import type { Option } from 'commander'
import type { Hints } from './find-modality.ts'

/**
 * What a command's words say of its kind of data, before anybody knows all of its options: an option that is not known yet is
 * taken to have a value.
 *
 * @param words after the command's name
 * @param known options of all kinds of data
 */
export function hintsOf(
  words: readonly string[],
  known: readonly Pick<Option, 'long' | 'required' | 'optional'>[],
): Hints {
  const flags = new Set(known.filter(({ required, optional }) => !required && !optional).map(({ long }) => long))
  const values = new Map<string, string>()
  const modalities: string[] = []
  const others: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    if (!word.startsWith('-') || word === '-') {
      others.push(word)
      continue
    }
    const [name, own] = word.split(/=(.*)/s) as [string, string?]
    const next = words[index + 1]
    const hasNext =
      own === undefined && !flags.has(name) && next !== undefined && (!next.startsWith('-') || next === '-')
    const value = own ?? (hasNext ? next : undefined)
    if (hasNext) index++
    if (value !== undefined) values.set(name, value)
    if (value !== undefined && name === '--modality') modalities.push(value)
  }
  const isHelp = words.some((word) => word === '--help' || word === '-h')
  const model = values.get('--model') ?? values.get('--from')
  return { modalities, ...(model !== undefined && { model }), words: others, isHelp }
}
