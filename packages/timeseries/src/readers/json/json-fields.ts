/** A field of an object's text: its name, and where its value stands. */
export interface JsonField {
  readonly name: string
  readonly start: number
  readonly end: number
}

/**
 * The fields of a JSON object, with the places of their values: `JSON.parse` would lose how numbers are written, and digits of
 * long ones.
 *
 * @throws Error with the reason where the text is no JSON object, or has a field twice
 */
export function jsonFields(text: string): readonly JsonField[] {
  const parsed: unknown = JSON.parse(text)
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) throw new Error('it is no object')
  const fields: JsonField[] = []
  // That it is well formed is known: only places are looked for.
  for (let at = skipSpace(text, text.indexOf('{') + 1); text[at] !== '}'; ) {
    const nameEnd = stringEnd(text, at)
    const name = jsonString(text.slice(at, nameEnd))
    const start = skipSpace(text, text.indexOf(':', nameEnd) + 1)
    const end = valueEnd(text, start)
    fields.push({ name, start, end })
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  if (Object.keys(parsed).length < fields.length) {
    const names = fields.map(({ name }) => name)
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    throw new Error(`it has the field ${JSON.stringify(twice)} twice`)
  }
  return fields
}

/** What a value says as a cell of a table: a string without its quotes, nothing for null, anything else as it stands there. */
export function jsonCell(raw: string): string {
  if (raw.startsWith('"')) return jsonString(raw)
  return raw === 'null' ? '' : raw
}

function jsonString(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1)
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) <= 32) at += 1
  return at
}

/** Where a string ends that begins at a quote. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; ; at += 1) {
    const char = text[at]
    if (char === '\\') at += 1
    else if (char === '"') return at + 1
  }
}

function valueEnd(text: string, from: number): number {
  if (text[from] === '"') return stringEnd(text, from)
  let depth = 0
  for (let at = from; ; at += 1) {
    const char = text[at]!
    if (char === '"') at = stringEnd(text, at) - 1
    else if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') {
      if (depth === 0) return at
      depth -= 1
      if (depth === 0) return at + 1
    } else if (depth === 0 && (char === ',' || char.charCodeAt(0) <= 32)) return at
  }
}
