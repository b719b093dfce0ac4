import type { Command } from 'commander'
import { errors } from '../errors.ts'

/** Options that only a training uses, as commander names them. */
const ofTraining: readonly string[] = [
  'steps',
  'batch',
  'rate',
  'models',
  'test',
  'known',
  'heldOut',
  'heldOutPattern',
  'earlyStopping',
  'methods',
  'best',
  'folder',
  'resume',
  'overwrite',
  'seed',
  'set',
  'preset',
  'saveEvery',
  'tensorboard',
  'dryRun',
  'distributed',
]

/**
 * Refuses options that change nothing: those of a training beside a model that is there, and the other way round.
 *
 * @param alsoOfTraining options that this command's model remembers, and another's does not
 * @throws RomaeError `APP_SETTING_NO_EFFECT`
 */
export function requireUse(command: Command, hasModel: boolean, alsoOfTraining: readonly string[] = []): void {
  const idle = hasModel ? [...ofTraining, ...alsoOfTraining] : ['allowMissingChannels']
  const option = command.options.find((one) => {
    return idle.includes(one.attributeName()) && command.getOptionValueSource(one.attributeName()) === 'cli'
  })
  if (option === undefined) return
  const key = option.long!
  if (!hasModel) {
    const reason = 'a model learns the channels that the file has'
    throw errors.APP_SETTING_NO_EFFECT({ key, where: 'without --model', reason })
  }
  const hasWindow = !idle.includes('window') && command.options.some(({ long }) => long === '--window')
  const window = key === '--set' && hasWindow ? '; what the model sees at once is --window' : ''
  const reason = `nothing is trained; give it where the model is trained, without --model${window}`
  throw errors.APP_SETTING_NO_EFFECT({ key, where: 'with --model', reason })
}
