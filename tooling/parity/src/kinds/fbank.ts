import { filterBank, fromSamples } from '@romae/audio'
import { type Check, worse } from '../compare.ts'
import type { Fixture } from '../fixture.ts'
import { tolerances } from '../tolerances.ts'

/**
 * Filter banks. The reference takes the whole wave's mean away first, which taking each frame's away makes no
 * difference to.
 */
export const fbank = async (fixture: Fixture): Promise<Check[]> => {
  const { meta } = fixture
  const expected = fixture.tensor('out/fbank')
  const toSpectrogram = await filterBank({
    rate: meta.sample_rate,
    frameLength: meta.frame_length_ms,
    frameShift: meta.frame_shift_ms,
    preemphasis: meta.preemphasis,
    removeDcOffset: meta.remove_dc_offset,
    snipEdges: meta.snip_edges,
    lowFrequency: meta.low_freq,
    highFrequency: meta.high_freq,
    window: meta.window_type,
    bins: meta.num_mel_bins,
  })
  const wave = fixture.tensor('in/wave').data
  const { values, frames, bins } = toSpectrogram(
    fromSamples({ id: fixture.name, rate: meta.sample_rate, samples: wave }),
  )
  let error = 0
  values.forEach((value, index) => {
    error = worse(error, Math.abs(value - expected.data[index]!))
  })
  const tolerance = fixture.name.startsWith('fbank-chirp') ? tolerances.fbank.chirp : tolerances.fbank.fbank
  return [
    { quantity: 'frames', error: Math.abs(frames - expected.shape[0]!), tolerance: 0 },
    { quantity: 'bins', error: Math.abs(bins - expected.shape[1]!), tolerance: 0 },
    { quantity: 'out/fbank', error, tolerance },
  ]
}
