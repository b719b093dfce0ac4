import { errors } from '../errors.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { assignmentsOf, flagsOf } from '../modality/resolve-experiment.ts'
import { type IdleSettings, requireEffect } from '../settings/require-effect.ts'
import type { TuneOptions } from './options.ts'
import { type Search, stageOf } from './search.ts'
import { assignmentsIn } from './search-space.ts'

/** Settings that decide what a pre-training is measured by: its trials could not be compared. */
const measures = /^(tokenizer\.|model\.(normalizeTargets|likelihood)|pretraining\.(mask|hideModality|lossWeights))/

/**
 * Refuses a space whose trials could not be compared, or that has a value that no setting can have, or one that has no effect: before
 * anything is read.
 *
 * @param idleOf what the command does not use, with settings changed so
 * @throws RomaeError `APP_SEARCH`, `APP_SETTING_*`
 */
export function checkSpace<Sample>(
  modality: HostModality<Sample>,
  { command, space, settled }: Pick<Search, 'command' | 'space' | 'settled'>,
  options: TuneOptions,
  idleOf: (experiment: ReturnType<Search['settled']>) => IdleSettings,
): void {
  const keys = space.map(({ key }) => key)
  for (const [index, key] of keys.entries()) {
    const refuse = (reason: string) => errors.APP_SEARCH({ search: key, reason })
    if (keys.indexOf(key) < index) throw refuse('it is there twice')
    if (key.startsWith('data.')) throw refuse('files are read once for all trials, so that no trial sees other samples')
    if ([`${stageOf[command]}.epochs`, `${stageOf[command]}.steps`].includes(key)) {
      throw refuse('how long trials are trained is what halving decides')
    }
    if (command === 'pretrain' && measures.test(key)) {
      throw refuse('it decides what is hidden or how the error is measured, so that trials could not be compared')
    }
    if (options.set.some((assignment) => assignment.startsWith(`${key}=`)))
      throw refuse('--set gives it a value already')
  }
  for (const assignment of space.flatMap(assignmentsIn)) {
    const asked = [...assignmentsOf(modality, options), assignment]
    requireEffect(asked, idleOf(settled([assignment])), 'in tune', flagsOf(modality))
  }
}
