import type { OptionSchema } from '@romae/tokenizer/modality'
import { type Command, Option } from 'commander'
import { addMemoryOption } from '../samples/memory-budget.ts'
import { applySettings } from '../settings/apply-settings.ts'
import { type Experiment, experimentSchema, type PresetName, presetNames } from '../settings/experiment.ts'
import { type Settings, settingLines } from '../settings/settings.ts'
import type { DataOption, HostModality } from './host-modality.ts'

/** Options that decide an experiment. */
export interface ExperimentOptions {
  readonly preset: PresetName
  readonly set: readonly string[]
  /** GB of samples that are held. */
  readonly memory?: number
}

/** Adds `--preset`, `--memory` where it does something, and the modality's own options to a command that trains. */
export function addExperimentOptions<Sample>(command: Command, modality: HostModality<Sample>): Command {
  const preset = new Option('--preset <preset>', 'settings: seconds, minutes, or the paper’s').choices(presetNames)
  command.addOption(preset.default('cpu'))
  if (modality.readsOnDemand) addMemoryOption(command, modality.samples)
  addSettingsHelp(command, experimentSchema({ ...modality.schema, members: modality.members }), modality.presets.cpu)
  return addDataOptions(command, modality.dataOptions)
}

/** Lists all settings after the options, with what each may be and its value. */
export function addSettingsHelp(command: Command, schema: OptionSchema, settings: object): void {
  command.addHelpText('after', () =>
    ['', 'Settings, for --set:', ...settingLines(schema, settings as Settings)].join('\n'),
  )
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
  { presets, schema, members, dataOptions }: HostModality<Sample>,
  options: ExperimentOptions & Readonly<Record<string, unknown>>,
  base: Partial<Experiment> = {},
): Experiment {
  return applySettings(
    { ...presets[options.preset], ...base },
    experimentSchema({ ...schema, members }),
    assignmentsOf({ dataOptions }, options),
  )
}

/** All that the user sets: by the modality's own options, then by `--set`. */
export function assignmentsOf<Sample>(
  { dataOptions }: Pick<HostModality<Sample>, 'dataOptions'>,
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
}: Pick<HostModality<Sample>, 'dataOptions'>): Readonly<Record<string, string>> {
  return Object.fromEntries(dataOptions.map(({ flags, key }) => [`data.${key}`, flags.split(' ')[0]!]))
}
