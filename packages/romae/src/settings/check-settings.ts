import { describeOption, isOption, type Option, type Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { admitsSetting, type Settings } from './settings.ts'

/**
 * Checks settings that a file holds by the declarations that `--set` knows: what could not be typed cannot be read either.
 * What is left out is for the caller to see to.
 *
 * @param where begins the names in messages: `data.`
 * @throws RomaeError `APP_SETTING_UNKNOWN`, `APP_SETTING_VALUE`
 */
export function checkSettings(settings: unknown, schema: Schema, where = ''): asserts settings is Settings {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw errors.APP_SETTING_VALUE({ key: where.replace(/\.$/, '') || 'all', expected: 'settings', got: settings })
  }
  for (const [name, value] of Object.entries(settings)) {
    const key = `${where}${name}`
    // A name such as `constructor` is no setting, though every object has one.
    const entry = Object.hasOwn(schema, name) ? schema[name]! : null
    if (entry === null)
      throw errors.APP_SETTING_UNKNOWN({ key, known: Object.keys(schema).map((one) => `${where}${one}`) })
    if (isOption(entry)) requireSetting(key, entry, value)
    else checkSettings(value, entry, `${key}.`)
  }
}

/** @throws RomaeError `APP_SETTING_VALUE` */
export function requireSetting(key: string, option: Option, value: unknown): void {
  if (!admitsSetting(option, value))
    throw errors.APP_SETTING_VALUE({ key, expected: describeOption(option), got: value })
}
