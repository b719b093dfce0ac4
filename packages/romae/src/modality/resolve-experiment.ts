import { type Command, Option } from 'commander'
import { addMemoryOption } from '../samples/memory-budget.ts'
import { applySettings } from '../settings/apply-settings.ts'
import { type Experiment, experimentKinds, type PresetName, presetNames } from '../settings/experiment.ts'
import type { DataOption, Modality } from './modality.ts'

/** Options that decide an experiment. */
export interface ExperimentOptions {
  readonly preset: PresetName
  readonly set: readonly string[]
  /** GB of samples that are held. */
  readonly memory?: number
}

/** Adds `--preset`, `--memory` where it does something, and the modality's own options to a command that trains. */
export function addExperimentOptions<Sample>(command: Command, modality: Modality<Sample>): Command {
  const preset = new Option('--preset <preset>', 'settings: seconds, minutes, or the paper’s').choices(presetNames)
  command.addOption(preset.default('cpu'))
  if (modality.readsOnDemand === true) addMemoryOption(command, modality.samples)
  addSettingsHelp(command, modality)
  return addDataOptions(command, modality.dataOptions)
}

/** Explains settings after the options. */
export function addSettingsHelp(command: Command, { settingsHelp = {} }: Pick<Modality<never>, 'settingsHelp'>): void {
  const settings = Object.entries(settingsHelp).map(([key, text]) => `  --set ${key}=…  ${text}`)
  if (settings.length > 0) command.addHelpText('after', ['', 'Settings:', ...settings].join('\n'))
}

export function addDataOptions(command: Command, dataOptions: readonly DataOption[]): Command {
  for (const { flags, description } of dataOptions) command.option(flags, description)
  return command
}

/**
 * An experiment: the preset, or `base` where there is one, with the modality's options and then `--set` applied.
 *
 * @throws RomaeError `APP_SETTING_*`
 */
export function resolveExperiment<Sample>(
  { presets, kinds, dataOptions }: Modality<Sample>,
  options: ExperimentOptions & Readonly<Record<string, unknown>>,
  base: Partial<Experiment> = {},
): Experiment {
  return applySettings(
    { ...presets[options.preset], ...base },
    experimentKinds(kinds),
    assignmentsOf({ dataOptions }, options),
  )
}

/** All that the user sets: by the modality's own options, then by `--set`. */
export function assignmentsOf<Sample>(
  { dataOptions }: Pick<Modality<Sample>, 'dataOptions'>,
  options: Pick<ExperimentOptions, 'set'> & Readonly<Record<string, unknown>>,
): readonly string[] {
  const short = dataOptions.flatMap(({ flags, key }) => {
    const value = options[new Option(flags).attributeName()]
    if (value === undefined) return []
    return [`data.${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`]
  })
  return [...short, ...options.set]
}

/** The option that is short for a setting, by the setting's key: what messages call it. */
export function flagsOf<Sample>({
  dataOptions,
}: Pick<Modality<Sample>, 'dataOptions'>): Readonly<Record<string, string>> {
  return Object.fromEntries(dataOptions.map(({ flags, key }) => [`data.${key}`, flags.split(' ')[0]!]))
}
