import { errors } from '../errors.ts'
import type { Settings } from './settings.ts'

/**
 * Settings that a command does not use: the key of one, or the beginning of several that ends with a dot; and why, with where
 * they can be set.
 */
export type IdleSettings = Readonly<Record<string, string>>

/**
 * Throws for a setting that is asked for and would change nothing: who sets it believes that it did something.
 *
 * @param assignments as `--set` has them
 * @param where as messages have it: `in finetune --from`
 * @param flags options that are short for settings, by their keys
 * @throws RomaeError `APP_SETTING_NO_EFFECT`
 */
export function requireEffect(
  assignments: readonly string[],
  idle: IdleSettings,
  where: string,
  flags: Readonly<Record<string, string>> = {},
): void {
  for (const assignment of assignments) {
    const key = assignment.slice(0, assignment.indexOf('='))
    const found = Object.entries(idle).find(([name]) => key === name || (name.endsWith('.') && key.startsWith(name)))
    if (found === undefined) continue
    throw errors.APP_SETTING_NO_EFFECT({ key: flags[key] ?? key, where, reason: found[1] })
  }
}

/** The settings without those that are idle: what a run's record holds. */
export function usedSettings<Tree extends object>(settings: Tree, idle: IdleSettings): Settings {
  return Object.keys(idle).reduce<Settings>((tree, name) => {
    return without(tree, name.replace(/\.$/, '').split('.'))
  }, settings as Settings)
}

function without(tree: Settings, [key, ...rest]: readonly string[]): Settings {
  const { [key!]: inner, ...others } = tree
  if (rest.length === 0 || typeof inner !== 'object' || inner === null) return rest.length === 0 ? others : tree
  return { ...tree, [key!]: without(inner as Settings, rest) }
}
