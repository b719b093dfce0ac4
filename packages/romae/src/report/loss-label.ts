import { join } from 'node:path'
import type { Likelihood } from '@romae/core'
import { parseJson } from '@romae/internal/json'
import type { RunConfig } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { readText } from '../read-text.ts'

/** What the loss of each likelihood is. */
const labels: Readonly<Record<Likelihood['kind'], string>> = {
  squaredError: 'mean squared error, standardised',
  huber: 'Huber loss, standardised',
  gaussian: 'negative log-likelihood',
  studentT: 'negative log-likelihood',
  quantiles: 'twice the pinball loss, standardised',
}

/** What the loss curve of a pre-training on standardised values shows. @throws RomaeError `APP_SAVED_SETTINGS` */
export async function lossLabel(folder: string): Promise<string> {
  try {
    const { model } = parseJson(await readText(join(folder, 'config.json'))) as RunConfig
    return labels[('likelihood' in model && model.likelihood?.kind) || 'squaredError']
  } catch (cause) {
    throw errors.APP_SAVED_SETTINGS({ path: folder, reason: (cause as Error).message }, cause)
  }
}
