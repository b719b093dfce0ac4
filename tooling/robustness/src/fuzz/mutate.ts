import type { Random } from '@romae/internal/random'

/** What the bytes of a binary format's sizes and counts are made of. */
const tellingBytes = [0, 1, 0x7f, 0x80, 0xff]

/** Flips, overwrites, removes, repeats and inserts a few bytes, most of them before `focus`; now and then cuts the end. */
export function mutateBytes(original: Uint8Array, random: Random, words: readonly string[], focus: number): Uint8Array {
  // A Buffer's own `slice` would not copy.
  let bytes: Uint8Array = Uint8Array.from(original)
  const edits = 1 + random.integer(4)
  for (let edit = 0; edit < edits && bytes.length > 0; edit++) {
    const reach = random.uniform() < 0.9 ? Math.min(focus, bytes.length) : bytes.length
    const at = random.integer(reach)
    const kind = random.integer(7)
    if (kind === 0) bytes[at]! ^= 1 << random.integer(8)
    else if (kind === 1) bytes[at] = tellingBytes[random.integer(tellingBytes.length)]!
    else if (kind === 2) bytes[at] = random.integer(256)
    else if (kind === 3) bytes = spliced(bytes, at, 1 + random.integer(8), new Uint8Array(0))
    else if (kind === 4) bytes = spliced(bytes, at, 0, bytes.slice(at, at + 1 + random.integer(24)))
    else bytes = spliced(bytes, at, random.integer(6), encoder.encode(words[random.integer(words.length)]))
  }
  return random.uniform() < 0.1 ? bytes.slice(0, random.integer(bytes.length + 1)) : bytes
}

const encoder = new TextEncoder()

function spliced(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  const end = Math.min(at + removed, bytes.length)
  const result = new Uint8Array(bytes.length - (end - at) + inserted.length)
  result.set(bytes.subarray(0, at))
  result.set(inserted, at)
  result.set(bytes.subarray(end), at + inserted.length)
  return result
}

/** Values that a program may not expect in JSON; the texts are JSON. */
const hostileJson = [
  ...[
    'null',
    'true',
    '-1',
    '0',
    '-0',
    '0.5',
    '1e7',
    '1e8',
    '1e9',
    '9007199254740993',
    '1e308',
    '1e400',
    '4294967296',
    '2147483647',
  ],
  ...['""', '"a"', '"__proto__"', '"constructor"', '[]', '{}', '[[]]', '[1,2,3]', '{"__proto__":1}', '"\\ud800"'],
]

/** JSON with one value, somewhere in it, replaced, removed, or given a second time under another key. */
export function mutateJson(original: Uint8Array, random: Random): Uint8Array {
  const root: unknown = JSON.parse(new TextDecoder().decode(original))
  const places: [holder: Record<string, unknown>, key: string][] = []
  const visit = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return
    for (const [key, value] of Object.entries(holder)) {
      places.push([holder as Record<string, unknown>, key])
      visit(value)
    }
  }
  visit(root)
  const [holder, key] = places[random.integer(places.length)]!
  const kind = random.integer(8)
  const mark = '\u0000mutated'
  if (kind === 0) delete holder[key]
  else if (kind === 1) holder[`${key}2`] = holder[key]
  else holder[key] = mark
  const replacement = hostileJson[random.integer(hostileJson.length)]!
  return encoder.encode(JSON.stringify(root, null, 2).replace(JSON.stringify(mark), () => replacement))
}
