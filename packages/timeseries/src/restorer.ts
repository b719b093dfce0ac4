import type { SavedTokenizer, TokenizerRestorer } from '@romae/tokenizer'
import { readOption } from './options.ts'
import type { TimeSeries } from './series/series.ts'
import { observationTokenizer } from './tokenizers/observation.ts'
import { timestepTokenizer } from './tokenizers/timestep.ts'

const factories = {
  'timeseries/observations': observationTokenizer,
  'timeseries/timesteps': timestepTokenizer,
}

/** Irregular multivariate series, for `loadModel`: makes the tokenizer of a model again. */
export const timeseries: TokenizerRestorer<TimeSeries> = {
  name: 'timeseries',
  /** @throws RomaeError `TIMESERIES_INVALID_OPTION` for another tokenizer, or what the options' own checks throw */
  restore({ name, state }: SavedTokenizer) {
    readOption('the modality timeseries', 'tokenizer', { kind: 'choice', of: Object.keys(factories) }, name)
    return factories[name as keyof typeof factories].fromJSON(state)
  },
}
