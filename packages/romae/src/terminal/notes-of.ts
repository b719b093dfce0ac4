import { tell } from './print.ts'

/**
 * Notes of a command's result, each told once.
 *
 * @param before those that were told already
 */
export function notesOf(before: readonly string[]) {
  const said = [...before]
  const note = (text: string) => {
    if (said.includes(text)) return
    said.push(text)
    tell(`note: ${text}`)
  }
  return { said: said as readonly string[], note }
}
