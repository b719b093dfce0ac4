import { errors } from '../errors.ts'
import { admits, describeKind, isKind, type Kind, type Kinds, type Settings } from './kinds.ts'

/**
 * Checks settings that a file holds by the kinds that `--set` knows: what could not be typed cannot be read either. What is
 * left out is for the caller to see to.
 *
 * @param where begins the names in messages: `data.`
 * @throws RomaeError `APP_SETTING_UNKNOWN`, `APP_SETTING_VALUE`
 */
export function checkSettings(settings: unknown, kinds: Kinds, where = ''): asserts settings is Settings {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw errors.APP_SETTING_VALUE({ key: where.replace(/\.$/, '') || 'all', expected: 'settings', got: settings })
  }
  for (const [name, value] of Object.entries(settings)) {
    const key = `${where}${name}`
    // A name such as `constructor` is no setting, though every object has one.
    const kind = Object.hasOwn(kinds, name) ? kinds[name]! : null
    if (kind === null)
      throw errors.APP_SETTING_UNKNOWN({ key, known: Object.keys(kinds).map((one) => `${where}${one}`) })
    if (!isKind(kind)) checkSettings(value, kind, `${key}.`)
    else requireKind(key, kind, value)
  }
}

/** @throws RomaeError `APP_SETTING_VALUE` */
export function requireKind(key: string, kind: Kind, value: unknown): void {
  if (!admits(kind, value)) throw errors.APP_SETTING_VALUE({ key, expected: describeKind(kind), got: value })
}
