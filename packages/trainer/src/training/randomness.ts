import { predictionDropoutSites, type RomaeConfig } from '@romae/core'

/**
 * How masks and dropout are drawn, which decides a run's numbers: 1, until 0.1, from one stream through all rows of a batch; 2 for
 * each row from a stream of seed, step and row. Whoever changes what is drawn raises it.
 */
export const randomness = 2

/** Whether a run of this model draws anything by row: pre-training hides tokens, and dropout draws wherever its rate is not 0. */
export function drawsByRow(config: RomaeConfig): boolean {
  return config.task === 'pretraining' || predictionDropoutSites(config, { batch: 1, length: 1 }).length > 0
}
