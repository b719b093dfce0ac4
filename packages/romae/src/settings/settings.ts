import { admits, describeOption, isOption, type Option, type Schema } from '@romae/internal/options'

/** A tree of settings: plain JSON. */
export interface Settings {
  readonly [key: string]: unknown
}

/** Whether a value is a tree of settings, and not a setting's value. */
export function isTree(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The most characters of a text that comes with a run. */
const LONGEST_TEXT = 10_000

/** Every setting's name, parts joined by dots, with its declaration. */
export function leavesOf(schema: Schema, prefix = ''): [name: string, option: Option][] {
  return Object.entries(schema).flatMap(([key, entry]): [string, Option][] => {
    const name = `${prefix}${key}`
    return isOption(entry) ? [[name, entry]] : leavesOf(entry, `${name}.`)
  })
}

/** Whether a value is what the declaration admits: the one test of what is typed and of what a file holds. */
export function admitsSetting(option: Option, value: unknown): boolean {
  return !(typeof value === 'string' && value.length > LONGEST_TEXT) && admits(option, value)
}

/** The values that settings have where nobody gives any; those without a default are left out. */
export function defaultsOf(schema: Schema): Settings {
  const entries = Object.entries(schema).flatMap(([key, entry]): [string, unknown][] => {
    if (isOption(entry)) return entry.default === undefined ? [] : [[key, entry.default]]
    const inner = defaultsOf(entry)
    return Object.keys(inner).length === 0 ? [] : [[key, inner]]
  })
  return Object.fromEntries(entries)
}

/** All settings of a schema for `--help`: the key, what it may be, and its value in `settings`. */
export function settingLines(schema: Schema, settings: Settings): string[] {
  return leavesOf(schema).map(([name, option]) => {
    const value = name.split('.').reduce<unknown>((inner, key) => (inner as Settings | undefined)?.[key], settings)
    const found = value === undefined ? '' : `; here ${JSON.stringify(value)}`
    const help = option.help === undefined ? '' : `: ${option.help}`
    return `  ${name}=…  ${describeOption(option)}${found}${help}`
  })
}
