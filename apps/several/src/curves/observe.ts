import { createRandom, type Random } from '@romae/core'
import type { TimeSeries } from '@romae/timeseries'
import type { Values } from '@romae/tokenizer'
import { bands, skyNoise } from './bands.ts'
import { drawSurroundings } from './hosts.ts'
import { type Source, sources } from './sources.ts'

/** What a telescope has of a source, and what a catalogue has. */
export interface Star {
  readonly curve: TimeSeries
  readonly sheet: Values
}

/** Days of a season, and between nights in the mean. */
const SEASON = 200
const NIGHTS_APART = 6

/** The error that remains of what is bright. */
const CALIBRATION = 0.01

/** So many visits have to see a source at five standard deviations or more for it to be found. */
const DETECTIONS = 3

/** Draws that are tried for one that is found: of the faintest class, one of some twenty is. */
const MOST_DRAWS = 10_000

/** Sources of every class, one after the other. */
export interface Stars {
  readonly samples: readonly Star[]
  readonly labels: readonly string[]
}

export const starClasses: readonly string[] = Object.keys(sources).sort()

/**
 * Light curves in six bands with what is known of the place, as many of each class, as simulated by the laws that `sources.ts` and `hosts.ts` name.
 * The same seed and split give the same.
 */
export function simulateStars(count: number, seed: number, split: string): Stars {
  const labels = Array.from({ length: count }, (_, index) => starClasses[index % starClasses.length]!)
  return {
    labels,
    samples: labels.map((label, index) =>
      simulate(label, createRandom(seed, 'stars', split, index), `${split}-${index}`),
    ),
  }
}

/** The first draw that is found. */
function simulate(name: string, random: Random, id: string): Star {
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const own = random.fork(draw)
    const source = sources[name]!(own, SEASON)
    const { dust, sheet } = drawSurroundings(own, name, source.redshift)
    const curve = observe(source, dust, own, id)
    if (curve !== null) return { curve, sheet }
  }
  throw new Error(`of ${MOST_DRAWS} sources of class ${name} none was found`)
}

/**
 * A channel a band: the flux on a scale that is linear up to a microjansky and logarithmic beyond, asinh(flux), and its error on that scale.
 *
 * @returns null where it is not found
 */
function observe(source: Source, dust: number, random: Random, id: string): TimeSeries | null {
  const visits = bands.map(() => [] as { day: number; flux: number; error: number }[])
  let detections = 0
  let day = 0
  while (true) {
    // Half a day at least, so that visits are in order.
    day += Math.max(0.5, -NIGHTS_APART * Math.log(1 - random.uniform()))
    if (day >= SEASON) break
    const count = 1 + random.integer(2)
    for (let visit = 0; visit < count; visit++) {
      const at = day + 0.02 * visit
      const place = drawBand(random)
      const band = bands[place]!
      const flux = source.flux(at, band) * 10 ** (-0.4 * band.dust * dust)
      const error = Math.hypot(skyNoise(band) * Math.exp(0.15 * random.normal()), CALIBRATION * flux)
      const measured = flux + error * random.normal()
      if (Math.abs(measured) > 5 * error) detections++
      visits[place]!.push({ day: at, flux: measured, error })
    }
  }
  if (detections < DETECTIONS) return null
  const channels = visits.map((own) => ({
    times: Float64Array.from(own, ({ day: at }) => at),
    values: Float64Array.from(own, ({ flux }) => Math.asinh(flux)),
    extras: [Float64Array.from(own, ({ flux, error }) => error / Math.hypot(flux, 1))],
  }))
  return { id, channels }
}

function drawBand(random: Random): number {
  let left = random.uniform()
  const place = bands.findIndex(({ share }) => {
    left -= share
    return left < 0
  })
  return place === -1 ? bands.length - 1 : place
}
