import type { OptionsOf, Schema } from '@romae/internal/options'
import { errors } from '../../errors.ts'
import { readOptions } from '../../options.ts'
import type { DatasetSeries } from '../series.ts'
import { readTextFiles } from '../text-files.ts'
import { parseOutcomes } from './outcomes.ts'
import { parseStay } from './parse-stay.ts'

const schema = {
  unknown: {
    kind: 'choice',
    of: ['missing', 'value'],
    default: 'missing',
    help:
      'the challenge writes -1 for an age, gender, height, weight or unit that is not known. `missing` leaves it out; `value` ' +
      'keeps it as a number, as the preprocessing of latent ODEs and mTAN does',
  },
} as const satisfies Schema

/** Options of {@link readPhysioNet2012}. */
export interface PhysioNetOptions extends OptionsOf<typeof schema> {}

/**
 * Reads the intensive-care stays of the PhysioNet / Computing in Cardiology challenge 2012 (Silva et al., 2012), one
 * series a stay, of 41 channels ({@link physioNetVariables}), as Latent ODE, mTAN and HeTVAE prepare them: times in whole
 * minutes from 0 to 2880, values of one variable in one minute averaged. Values are raw. The label is in-hospital death,
 * `0` or `1`, where the outcomes are there.
 *
 * @param path a folder or a tar archive (`.tar`, `.tar.gz`, `.tar.xz`) that holds the records, `<id>.txt`, at any depth,
 *   and perhaps `Outcomes-a.txt`
 * @returns the stays in the order of their file names
 * @throws RomaeError `DATASETS_CANNOT_READ`, `DATASETS_ARCHIVE`, `DATASETS_TOO_LARGE`, `DATASETS_NO_FILES`,
 * `DATASETS_SYNTAX`,
 *   DATASETS_UNKNOWN_OPTION, DATASETS_INVALID_OPTION
 */
export async function readPhysioNet2012(path: string, options: PhysioNetOptions = {}): Promise<DatasetSeries[]> {
  const { unknown } = readOptions('readPhysioNet2012', schema, options)
  const files = await readTextFiles(path, (name) => /^(\d+|Outcomes-\w)\.txt$/.test(name))
  const isOutcomes = (file: string) => /Outcomes-\w\.txt$/.test(file)
  const deaths = new Map(
    files.filter(([file]) => isOutcomes(file)).flatMap(([file, text]) => [...parseOutcomes(file, text)]),
  )
  const records = files.filter(([file]) => !isOutcomes(file))
  if (records.length === 0) throw errors.DATASETS_NO_FILES({ path, expected: 'records named <number>.txt' })
  return records.map(([file, text]) => {
    const stay = parseStay(file, text, unknown)
    const label = deaths.get(stay.id)
    return { ...stay, ...(label !== undefined && { label }) }
  })
}
