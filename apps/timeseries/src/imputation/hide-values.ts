import { createRandom } from '@romae/internal/random'
import { type Windows, withValues } from './windows.ts'

/** Windows some of whose values are kept from whoever fills them. */
export interface Hidden {
  /** What is there to fill from. */
  readonly seen: Windows
  /** The same and what was hidden. */
  readonly truth: Windows
}

/** Hides each observed value with the same probability, whatever the others do: missing completely at random. */
export function hideValues(truth: Windows, rate: number, seed: number, part: string): Hidden {
  const random = createRandom(seed, 'missing completely at random', part)
  const values = truth.values.map((value) => {
    return Number.isNaN(value) || random.uniform() < rate ? Number.NaN : value
  })
  return { seen: withValues(truth, values), truth }
}

/** The places of hidden values. */
export function hiddenPlaces({ seen, truth }: Hidden): number[] {
  const places: number[] = []
  truth.values.forEach((value, place) => {
    if (!Number.isNaN(value) && Number.isNaN(seen.values[place])) places.push(place)
  })
  return places
}
