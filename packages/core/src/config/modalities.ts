import { outputsProblem } from '@romae/tokenizer'
import { readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'
import { type ModalityConfig, modalitySchema } from './modality.ts'
import type { BackboneConfig } from './types.ts'

/** The most modalities: what a file says must not fill the memory. */
const MOST_MODALITIES = 64

type Config = Pick<
  BackboneConfig,
  'axes' | 'tokenSize' | 'cls' | 'positionEncoding' | 'channelEmbedding' | 'modalities'
>

/**
 * Checks what a configuration says of several modalities, if anything.
 *
 * @throws RomaeError `CONFIG_*` for names that are the same, axes that there are not, sizes that do not fit
 */
export function checkModalities(where: string, config: Config): void {
  const { modalities: given, axes, tokenSize } = config
  if (given === undefined) return
  const conflict = (reason: string, fix: string) => errors.CONFIG_CONFLICT({ where, reason, fix })
  if (given.length === 0 || given.length > MOST_MODALITIES) {
    throw conflict(`modalities has ${given.length} entries`, `give 1 to ${MOST_MODALITIES}`)
  }
  const modalities = given.map((one, index) => readOptions(`${where}.modalities[${index}]`, modalitySchema, one))
  const described = modalities.map(({ outputs, tokenSize: own }) => outputs && outputsProblem(outputs, own))
  const wrong = described.findIndex((problem) => problem !== undefined)
  if (wrong !== -1) {
    const fix = 'give those of its tokenizer, or leave them out'
    throw conflict(`the outputs of modality ${modalities[wrong]!.name} ${described[wrong]}`, fix)
  }
  const names = modalities.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined) throw conflict(`modalities has the name ${twice} twice`, 'each has a name of its own')
  const beyond = modalities.find((one) => one.axes.some((axis) => axis >= axes))
  if (beyond !== undefined) {
    const reason = `modality ${beyond.name} has axes [${beyond.axes.join(', ')}] of ${axes}`
    throw conflict(reason, 'axes are counted from 0')
  }
  const used = new Set(modalities.flatMap((one) => one.axes)).size
  if (used !== axes) throw conflict(`modalities use ${used} of ${axes} axes`, 'leave those out that none has')
  const largest = Math.max(...modalities.map((one) => one.tokenSize))
  if (tokenSize !== largest) {
    throw conflict(
      `tokenSize is ${tokenSize}, the largest of the modalities’ is ${largest}`,
      'of several modalities tokenSize is the largest one',
    )
  }
  checkSwitches(config, conflict)
}

/** The function of models of several modalities, by that of models of one. */
const ofSeveral = {
  pretrainingForward: 'pretrainingSetForward',
  pretrainingLoss: 'pretrainingSetLoss',
  encode: 'encodeSet',
  predict: 'predictSet',
} as const

/** @throws RomaeError `MODALITIES_GIVEN` for a model of several modalities */
export function requireSingle(where: keyof typeof ofSeveral, { modalities }: Pick<Config, 'modalities'>): void {
  if (modalities === undefined) return
  const names = modalities.map(({ name }) => name)
  throw errors.MODALITIES_GIVEN({ where, instead: ofSeveral[where], names })
}

/** @throws RomaeError `MODALITIES_MISSING` for a model of one modality, which has no names */
export function requireModalities(
  instead: keyof typeof ofSeveral,
  { modalities }: Pick<Config, 'modalities'>,
): readonly ModalityConfig[] {
  if (modalities === undefined) throw errors.MODALITIES_MISSING({ where: ofSeveral[instead], instead })
  return modalities
}

/** @throws RomaeError `MODALITY_UNKNOWN` */
export function requireKnown(modalities: readonly ModalityConfig[], names: readonly string[]): void {
  const known = modalities.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw errors.MODALITY_UNKNOWN({ modality: unknown, known })
}

/** What a model of several modalities cannot be. */
function checkSwitches(
  { cls, positionEncoding, channelEmbedding }: Config,
  conflict: (reason: string, fix: string) => Error,
): void {
  if (!cls) {
    const reason = 'a sample of several modalities may lack all that a mask leaves visible, and cls is false'
    throw conflict(reason, 'set cls: true')
  }
  if (positionEncoding === 'absolute') {
    const reason = 'the absolute encoding numbers the tokens of one sequence, and modalities have one each'
    throw conflict(reason, 'set positionEncoding: "rope" or "none"')
  }
  if (channelEmbedding !== undefined) {
    const reason = 'channelEmbedding tells the channels of one modality apart, and there are several modalities'
    throw conflict(reason, 'leave channelEmbedding out: channels are told apart by their positions')
  }
}
