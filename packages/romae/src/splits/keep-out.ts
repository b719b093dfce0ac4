import type { SampleSet } from '../modality/host-modality.ts'
import { divideSplits } from './divide.ts'

/**
 * Leaves the samples out of pre-training that `finetune` holds out of the same files with the same seed, so that it tests on
 * samples that no training has seen. If every sample has a label, the split is stratified by class.
 *
 * @param name of the samples: `series`
 * @returns the other samples, and what there is to say of them
 * @throws RomaeError `APP_NOTHING_LEFT`
 */
export async function keepOut<Sample>(
  all: SampleSet<Sample>,
  { heldOut, seed }: { readonly heldOut: number; readonly seed: number },
  name: string,
): Promise<{ readonly set: SampleSet<Sample>; readonly notes: readonly string[] }> {
  const isLabelled = all.labels.every((label) => label !== undefined)
  const by = isLabelled && all.regression !== true ? 'class' : 'all'
  const { splits, notes } = await divideSplits({ all, test: heldOut, validation: null }, { seed, by }, name)
  const [kept, of] = [splits.test.set.ids.length, all.ids.length]
  const byClass = by === 'class' ? ', of each class the same part' : ''
  const note =
    `kept out of pre-training: ${kept} of ${of} ${name}${byClass}; finetune tests on them with these files, ` +
    `--held-out ${heldOut} and --seed ${seed}`
  return { set: splits.train.set, notes: [...notes, note] }
}
