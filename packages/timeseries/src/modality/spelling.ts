import type { SeriesData } from './options.ts'

/**
 * The options with the names of columns as the file writes them. One letter can be one character or two (ö, or o with two dots
 * above it), which look the same: a keyboard gives the one, and files of some systems have the other.
 *
 * @param header the file's columns
 */
export function spelledAsIn(header: readonly string[], data: SeriesData): SeriesData {
  const bySpelling = new Map(header.map((name) => [name.normalize(), name]))
  const known = new Set(header)
  const spelled = (name: string) => (known.has(name) ? name : (bySpelling.get(name.normalize()) ?? name))
  const one = (name: string | null) => (name == null ? name : spelled(name))
  // What a model's files are read by leaves options out.
  const all = (names: readonly string[] | null, change = spelled) => names?.map(change) ?? null
  return {
    ...data,
    time: one(data.time),
    id: one(data.id),
    label: one(data.label),
    ...(data.labels !== undefined && { labels: all(data.labels) }),
    channel: one(data.channel),
    value: all(data.value),
    ignore: all(data.ignore),
    unit: all(data.unit, (text) => withName(text, spelled)),
    ...(data.group !== undefined && { group: one(data.group) }),
  }
}

/** `channel=unit` with the channel's name changed. */
function withName(text: string, change: (name: string) => string): string {
  const equals = text.lastIndexOf('=')
  return equals < 1 ? text : `${change(text.slice(0, equals))}${text.slice(equals)}`
}
