import type { Random } from '@romae/internal/random'

/** A header as text, so that what no object can hold is sayable: a key twice, a number that is none. */
interface Entry {
  key: string
  /** Field names with their values as JSON text; null where the entry's whole value is `text`. */
  fields: [name: string, value: string][] | null
  text: string
}

const hostileNumbers = [
  ...['-1', '-0', '00', '0', '1', '0.5', '1.0', '1e2', '1e308', '1e400', 'NaN', '2147483648', '4294967296'],
  ...['9007199254740991', '9007199254740993', '18446744073709551615', '"1"', 'null', 'true', '[]', '{}', '+1'],
]
const dtypes = ['"F32"', '"F64"', '"BF16"', '"I64"', '"U8"', '"BOOL"', '"F8_E4M3"', '"f32"', '""', '32', 'null']
const keys = ['__proto__', 'constructor', 'toString', '__metadata__', '', 'a', '0', 'ü']
const metadata = ['1', 'null', '"a"', '[]', '{}', '{"a":1}', '{"a":{}}', '{"a":"b","a":"c"}', '{"__proto__":"a"}']

/**
 * A `.safetensors` file whose header says something else about the same data: entries and fields twice, missing or renamed;
 * dtypes, sizes and offsets that are wrong, huge or no numbers; tensors that overlap or leave a gap. The header stays JSON in
 * form, and its length right.
 */
export function mutateHeader(original: Uint8Array, random: Random): Uint8Array {
  const [header, data] = split(original)
  const entries = Object.entries(JSON.parse(header) as Record<string, object>).map(toEntry)
  const edits = 1 + random.integer(3)
  for (let edit = 0; edit < edits; edit++) mutateEntry(entries, random)
  const text = `{${entries.map(toText).join(',')}}`
  const cut = random.uniform()
  return join(text, cut < 0.05 ? data.slice(1) : cut < 0.1 ? Uint8Array.of(...data, 0) : data)
}

function mutateEntry(entries: Entry[], random: Random): void {
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(items.length)]!
  if (entries.length === 0 || random.uniform() < 0.1) {
    entries.push({ key: pick(keys), fields: null, text: pick(metadata) })
    return
  }
  const place = random.integer(entries.length)
  const entry = entries[place]!
  const kind = random.integer(12)
  if (kind === 0) entries.splice(place, 1)
  else if (kind === 1) entries.push({ ...entry, fields: entry.fields?.map(([name, value]) => [name, value]) ?? null })
  else if (kind === 2) entry.key = pick(random.uniform() < 0.5 ? keys : entries.map(({ key }) => key))
  else if (entry.fields === null) entry.text = pick(metadata)
  else if (kind === 3) entry.fields.push([...pick(entry.fields)])
  else if (kind === 4) entry.fields.splice(random.integer(entry.fields.length), 1)
  else if (kind === 5) set(entry.fields, 'dtype', () => pick(dtypes))
  else if (kind <= 7) set(entry.fields, 'shape', (shape) => mutateList(shape, random))
  else if (kind <= 9) set(entry.fields, 'data_offsets', (offsets) => mutateList(offsets, random))
  else if (kind === 10) set(entry.fields, 'data_offsets', (offsets) => shifted(offsets, random.integer(9) - 4))
  else {
    const other = pick(entries).fields?.find(([name]) => name === 'data_offsets')
    if (other !== undefined) set(entry.fields, 'data_offsets', () => other[1])
  }
}

function set(fields: [string, string][], wanted: string, change: (value: string) => string): void {
  for (const field of fields) if (field[0] === wanted) field[1] = change(field[1])
}

/** A list of numbers with one replaced, added, removed or moved, or turned into something else. */
function mutateList(text: string, random: Random): string {
  const items = text
    .slice(1, -1)
    .split(',')
    .filter((item) => item !== '')
  const hostile = () => hostileNumbers[random.integer(hostileNumbers.length)]!
  const place = random.integer(items.length + 1)
  const kind = random.integer(6)
  if (kind === 0) return hostile()
  if (kind === 1) items.splice(place, 0, '1')
  else if (kind === 2) items.splice(place, 1)
  else if (kind === 3) items.reverse()
  else if (kind === 4 && random.uniform() < 0.1) items.push(...new Array<string>(2_000).fill('1'))
  else items.splice(place, 1, hostile())
  return `[${items.join(',')}]`
}

/** Both offsets moved by the same number of bytes. */
function shifted(text: string, by: number): string {
  return `[${text
    .slice(1, -1)
    .split(',')
    .map((item) => Number(item) + by)
    .join(',')}]`
}

function toEntry([key, value]: [string, object]): Entry {
  if (key === '__metadata__') return { key, fields: null, text: JSON.stringify(value) }
  return { key, fields: Object.entries(value).map(([name, field]) => [name, JSON.stringify(field)]), text: '' }
}

function toText({ key, fields, text }: Entry): string {
  const value = fields === null ? text : `{${fields.map(([name, field]) => `"${name}":${field}`).join(',')}}`
  return `${JSON.stringify(key)}:${value}`
}

function split(file: Uint8Array): [header: string, data: Uint8Array] {
  const end = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true))
  return [new TextDecoder().decode(file.subarray(8, end)), file.subarray(end)]
}

function join(header: string, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header)
  const file = new Uint8Array(8 + text.length + data.length)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(text, 8)
  file.set(data, 8 + text.length)
  return file
}
