import { errors } from '../errors.ts'
import { describeKind, type Kind, type Kinds, leavesOf, type Settings } from './kinds.ts'
import { isStackSize } from './stack-size.ts'

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

function parse(key: string, kind: Kind, text: string): unknown {
  const refuse = () => errors.APP_SETTING_VALUE({ key, expected: describeKind(kind), got: text })
  if (Array.isArray(kind)) {
    if (!kind.includes(text)) throw refuse()
    return text
  }
  if (text === 'null' && (kind as string).endsWith('?')) return null
  switch ((kind as string).replace('?', '')) {
    case 'number': {
      const value = Number(text)
      if (text.trim() === '' || !Number.isFinite(value)) throw refuse()
      return value
    }
    case 'flag':
      if (text !== 'true' && text !== 'false') throw refuse()
      return text === 'true'
    case 'size':
      if (!isStackSize(text)) throw refuse()
      return text
    case 'json':
      try {
        return JSON.parse(text)
      } catch {
        throw refuse()
      }
    default:
      return text
  }
}
