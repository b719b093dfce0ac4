import { readFile, writeFile } from 'node:fs/promises'

const kinds = { Float32Array, Float64Array, Uint8Array } as const
type Kind = keyof typeof kinds

/** Writes a value as JSON; typed arrays keep their kind and every bit: `{ "Float32Array": [0.5, …] }`, NaN as null. */
export async function writeTyped(path: string, value: unknown): Promise<void> {
  const replace = (_: string, part: unknown) => {
    const kind = (Object.keys(kinds) as Kind[]).find((name) => part instanceof kinds[name])
    return kind === undefined ? part : { [kind]: [...(part as Float64Array)] }
  }
  await writeFile(path, `${JSON.stringify(value, replace)}\n`)
}

/** The inverse. */
export async function readTyped<Value>(path: string): Promise<Value> {
  const revive = (_: string, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part
    const kind = (Object.keys(kinds) as Kind[]).find((name) => name in part)
    if (kind === undefined) return part
    const numbers = (part as Record<Kind, readonly (number | null)[]>)[kind]
    return new kinds[kind](numbers.map((number) => number ?? Number.NaN))
  }
  return JSON.parse(await readFile(path, 'utf8'), revive) as Value
}
