import { parseJson } from '@romae/json'
import { errors } from '../errors.ts'
import { admits, describeKind, type Kind, type Kinds, leavesOf, type Settings } from './kinds.ts'
import { Limited } from './limited.ts'

/**
 * Changes settings as `--set key=value` says: the key's parts are joined by dots, the value is read as its kind says.
 *
 * @throws RomaeError `APP_SETTING_FORM`; `APP_SETTING_UNKNOWN`, with the nearest name that there is;
 *   `APP_SETTING_VALUE`, with what was expected and what was given
 */
export function applySettings<Tree extends object>(settings: Tree, kinds: Kinds, assignments: readonly string[]): Tree {
  const leaves = new Map(leavesOf(kinds))
  let changed: Settings = settings as Settings
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=')
    if (equals < 1) throw errors.APP_SETTING_FORM({ got: assignment })
    const [key, text] = [assignment.slice(0, equals), assignment.slice(equals + 1)]
    const kind = leaves.get(key)
    if (kind === undefined) throw errors.APP_SETTING_UNKNOWN({ key, known: [...leaves.keys()] })
    const path = key.split('.')
    const value = parse(key, kind, text)
    // Another optimizer has other options: it leaves nothing of the old one.
    const isOther = key.endsWith('.optimizer.kind') && valueAt(changed, path) !== value
    changed = isOther ? assign(changed, path.slice(0, -1), { kind: value }) : assign(changed, path, value)
  }
  return changed as Tree
}

function valueAt(settings: Settings, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Settings | undefined)?.[key], settings)
}

function assign(settings: Settings, [key, ...rest]: readonly string[], value: unknown): Settings {
  if (rest.length === 0) return { ...settings, [key!]: value }
  return { ...settings, [key!]: assign((settings[key!] ?? {}) as Settings, rest, value) }
}

/** @throws RomaeError `APP_SETTING_VALUE` */
function parse(key: string, kind: Kind, text: string): unknown {
  const value = meaningOf(kind, text)
  if (!admits(kind, value)) throw errors.APP_SETTING_VALUE({ key, expected: describeKind(kind), got: text })
  return value
}

/** The value that a text means; undefined, which no kind admits, where it means none. */
function meaningOf(kind: Kind, text: string): unknown {
  if (text === 'null' && admits(kind, null)) return null
  if (kind instanceof Limited) return { number: numberOf, json: jsonOf, text: (same: string) => same }[kind.form](text)
  if (typeof kind !== 'string') return text
  switch (kind.replace('?', '')) {
    case 'number':
      return numberOf(text)
    case 'flag':
      return { true: true, false: false }[text]
    default:
      return text
  }
}

function numberOf(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text)
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
