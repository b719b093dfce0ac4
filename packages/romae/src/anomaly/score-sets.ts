import type { ScoredPlace } from '@romae/tokenizer/modality'
import { calibrateScores } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import { type Measuring, measurePlaces } from './measure-places.ts'
import type { ScoredPlaces } from './report.ts'

/** Scores of all places, and by how many they are calibrated. */
export interface Scores {
  readonly scored: readonly ScoredPlaces[]
  readonly calibratedOn: number
}

/**
 * Scores the places of samples, and marks those whose p is at most the level.
 *
 * @param held what p is measured by: the samples themselves, or others
 * @throws RomaeError `APP_ANOMALY_LEVEL` where no place can have so low a p
 */
export async function scoreSets<Sample>(
  set: SampleSet<Sample>,
  held: SampleSet<Sample>,
  measuring: Measuring<Sample>,
  level: number,
): Promise<Scores> {
  const own = await measurePlaces(set, measuring)
  // Measured once where it is the same.
  const usual = held === set ? own : await measurePlaces(held, measuring)
  const calibration = calibrateScores(usual.flat())
  const { least } = calibration
  if (least > level) throw errors.APP_ANOMALY_LEVEL({ level, count: Math.round(1 / least) - 1, least })
  const scored = own.map((places, index): ScoredPlaces => {
    const scoredPlaces = places.map((place): ScoredPlace => {
      const { cells, group } = place
      const p = calibration.pValue(place)
      return {
        cells,
        ...(group !== undefined && { group }),
        score: calibration.score(place),
        p,
        isMarked: p <= level,
      }
    })
    return { id: set.ids[index]!, places: scoredPlaces }
  })
  return { scored, calibratedOn: calibration.count }
}
