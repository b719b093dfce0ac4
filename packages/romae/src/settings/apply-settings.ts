import { parseJson } from '@romae/internal/json'
import { describeOption, type Option, type Schema } from '@romae/internal/options'
import { decimalOf } from '../decimal.ts'
import { errors } from '../errors.ts'
import { admitsSetting, leavesOf, type Settings } from './settings.ts'

/**
 * Changes settings as `--set key=value` says: the key's parts are joined by dots, the value is read as its declaration says.
 *
 * @throws RomaeError `APP_SETTING_FORM`; `APP_SETTING_UNKNOWN`, with the nearest name that there is;
 *   `APP_SETTING_VALUE`, with what was expected and what was given; `APP_SETTING_NO_EFFECT` for epochs beside steps
 */
export function applySettings<Tree extends object>(
  settings: Tree,
  schema: Schema,
  assignments: readonly string[],
): Tree {
  const leaves = new Map(leavesOf(schema))
  let changed: Settings = settings as Settings
  const lengths = new Map<string, string>()
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=')
    if (equals < 1) throw errors.APP_SETTING_FORM({ got: assignment })
    const [key, text] = [assignment.slice(0, equals), assignment.slice(equals + 1)]
    const option = leaves.get(key)
    if (option === undefined) throw errors.APP_SETTING_UNKNOWN({ key, known: [...leaves.keys()] })
    const path = key.split('.')
    const value = parse(key, option, text)
    changed = withOneLength(changed, key, value, lengths)
    // Another optimizer or likelihood has other options: it leaves nothing of the old one.
    const isOther = /\.(?:optimizer|likelihood)\.kind$/.test(key) && valueAt(changed, path) !== value
    changed = isOther ? assign(changed, path.slice(0, -1), { kind: value }) : assign(changed, path, value)
  }
  return changed as Tree
}

/**
 * Steps replace epochs where both are there. Epochs that are asked for take the place of a preset's steps; asked for beside
 * steps they would change nothing.
 *
 * @param asked which of the two was asked for before, by the stage
 */
function withOneLength(settings: Settings, key: string, value: unknown, asked: Map<string, string>): Settings {
  const path = key.split('.')
  const name = path.pop()!
  if ((name !== 'epochs' && name !== 'steps') || value === null) return settings
  const stage = path.join('.')
  const other = asked.get(stage)
  if (other !== undefined && other !== name) {
    const reason = `${stage}.steps decides how long; give one of the two`
    throw errors.APP_SETTING_NO_EFFECT({ key: `${stage}.epochs`, where: `beside ${stage}.steps`, reason })
  }
  asked.set(stage, name)
  const steps = [...path, 'steps']
  return name === 'epochs' && valueAt(settings, steps) != null ? assign(settings, steps, null) : settings
}

function valueAt(settings: Settings, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Settings | undefined)?.[key], settings)
}

function assign(settings: Settings, [key, ...rest]: readonly string[], value: unknown): Settings {
  if (rest.length === 0) return { ...settings, [key!]: value }
  return { ...settings, [key!]: assign((settings[key!] ?? {}) as Settings, rest, value) }
}

/** @throws RomaeError `APP_SETTING_VALUE` */
function parse(key: string, option: Option, text: string): unknown {
  const value = meaningOf(option, text)
  if (!admitsSetting(option, value)) {
    throw errors.APP_SETTING_VALUE({ key, expected: describeOption(option), got: text })
  }
  return value
}

/** The value that a text means; undefined, which nothing admits, where it means none. */
function meaningOf(option: Option, text: string): unknown {
  if (text === 'null' && admitsSetting(option, null)) return null
  if (option.or?.includes(text)) return text
  switch (option.kind) {
    case 'number':
    case 'integer':
      return decimalOf(text) ?? undefined
    case 'flag':
      return { true: true, false: false }[text]
    case 'list':
    case 'record':
      return jsonOf(text)
    case 'choice':
      return option.of.find((one) => String(one) === text)
    default:
      return text
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
