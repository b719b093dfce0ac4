import { parseJson } from '@romae/internal/json'
import { errors } from '../errors.ts'
import { checkSettings, requireSetting } from '../settings/check-settings.ts'
import { optional, positiveUpTo, within } from '../settings/declare.ts'
import type { Experiment } from '../settings/experiment.ts'
import { isTree, type Settings } from '../settings/settings.ts'
import type { HostModality } from './host-modality.ts'
import type { TargetScale } from './targets.ts'

/** `experiment.json` beside a model as it was read: nothing of the experiment is to be used before it was checked. */
export interface SavedSettings {
  readonly path: string
  readonly experiment: Settings
  /** How a regression's numbers were scaled; null for any other model. */
  readonly targetScale: TargetScale | null
}

const scaleSchema = { mean: within(-Number.MAX_VALUE, Number.MAX_VALUE), std: positiveUpTo(Number.MAX_VALUE) }

/** @param path of the file that has the text, for messages. @throws RomaeError `APP_SAVED_SETTINGS` */
export function settingsFrom(path: string, text: string): SavedSettings {
  return checked(path, () => {
    const { experiment, targetScale = null } = (parseJson(text) ?? {}) as {
      experiment?: unknown
      targetScale?: unknown
    }
    if (!isTree(experiment)) throw new Error('it has no experiment')
    if (targetScale !== null) {
      checkSettings(targetScale, scaleSchema, 'targetScale.')
      for (const [key, kind] of Object.entries(scaleSchema))
        requireSetting(`targetScale.${key}`, kind, targetScale[key])
    }
    return { path, experiment, targetScale: targetScale as TargetScale | null }
  })
}

/**
 * How samples are read, and what else is asked for, as a run has it: by the kinds that the command line has. What an older
 * run does not have is as in the preset `cpu`.
 *
 * @throws RomaeError `APP_SAVED_SETTINGS`
 */
export function savedSections<Sample, Section extends 'data' | 'tokenizer'>(
  { path, experiment }: SavedSettings,
  { schema, presets }: HostModality<Sample>,
  sections: readonly Section[],
): Pick<Experiment, Section> {
  const known = { data: { ...schema.data, ...schema.saved }, tokenizer: schema.tokenizer }
  return checked(path, () => {
    const taken = sections.map((section) => {
      const saved = Object.hasOwn(experiment, section) ? experiment[section] : {}
      checkSettings(saved, known[section], `${section}.`)
      return [section, withDefaults(saved, presets.cpu[section])]
    })
    return Object.fromEntries(taken) as Pick<Experiment, Section>
  })
}

/** The span of time that an imputing model sees at once; null where the run does not say. @throws RomaeError `APP_SAVED_SETTINGS` */
export function savedWindow({ path, experiment }: SavedSettings): number | null {
  const { window = null } = (isTree(experiment.data) ? experiment.data : {}) as { readonly window?: unknown }
  checked(path, () => requireSetting('data.window', optional(positiveUpTo(Number.MAX_VALUE)), window))
  return window as number | null
}

/** What a pre-training hides at a time; null where the run does not say. @throws RomaeError `APP_SAVED_SETTINGS` */
export function savedMaskRatio({ path, experiment }: SavedSettings): number | null {
  const { maskRatio = null } = (isTree(experiment.pretraining) ? experiment.pretraining : {}) as {
    readonly maskRatio?: unknown
  }
  checked(path, () => requireSetting('pretraining.maskRatio', optional(within(0.001, 0.999)), maskRatio))
  return maskRatio as number | null
}

function withDefaults(saved: Settings, defaults: Settings): Settings {
  const inner = Object.entries(defaults).map(([key, value]) => {
    const own = saved[key]
    return [key, own === undefined ? value : isTree(own) && isTree(value) ? withDefaults(own, value) : own] as const
  })
  return { ...saved, ...Object.fromEntries(inner) }
}

function checked<Result>(path: string, check: () => Result): Result {
  try {
    return check()
  } catch (cause) {
    return refuse(path, cause)
  }
}

function refuse(path: string, cause: unknown): never {
  throw errors.APP_SAVED_SETTINGS({ path, reason: (cause as Error).message }, cause)
}
