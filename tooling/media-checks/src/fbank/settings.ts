import type { FilterBankOptions, WindowName } from '@romae/audio'
import { createRandom, type Random } from '@romae/internal/random'

type Settings = Omit<FilterBankOptions, 'rate'>

const windows: readonly WindowName[] = ['hanning', 'hamming', 'povey', 'blackman', 'rectangular']

/** Settings drawn from what filter banks are used with, the paper's own among them. */
export function drawSettings(count: number, seed: number): Settings[] {
  const random = createRandom(seed, 'settings')
  const drawn = Array.from({ length: count - 1 }, () => ({
    window: pick(random, windows),
    bins: pick(random, [10, 23, 40, 64, 80, 128]),
    frameLength: pick(random, [10, 20, 25, 32, 40, 51.3]),
    frameShift: pick(random, [5, 10, 12.5, 16]),
    preemphasis: pick(random, [0, 0.5, 0.97, 1]),
    removeDcOffset: pick(random, [true, true, false]),
    lowFrequency: pick(random, [0, 20, 64, 300]),
    highFrequency: pick(random, [0, -200, 3400]),
    snipEdges: pick(random, [true, false]),
  }))
  return [{}, ...drawn]
}

function pick<Choice>(random: Random, choices: readonly Choice[]): Choice {
  return choices[random.integer(choices.length)]!
}
