import { didYouMean } from '@romae/internal/errors'
import { errors } from '../errors.ts'

/** A file of a data set at its public home. */
export interface RemoteFile {
  /** Its name here. */
  readonly name: string
  readonly url: string
  /** SHA-256 in hexadecimal, where one is known that can be trusted; null: the first download's is recorded. */
  readonly sha256: string | null
}

/** One way in which a data set can lie in a folder. */
export interface Layout {
  /** What has to be there, relative to the folder. */
  readonly needs: readonly string[]
  /** What its reader takes, relative to the folder. */
  readonly path: string
}

/** A data set that can be asked for by name. */
export interface DatasetEntry {
  /** E.g. `uea/BasicMotions`. */
  readonly name: string
  readonly description: string
  /** Where it is described, its terms among it. */
  readonly homepage: string
  /** Archives are unpacked. Empty: it cannot be downloaded as it is, and `how` says what to do. */
  readonly files: readonly RemoteFile[]
  readonly layouts: readonly Layout[]
  readonly how?: string
}

/** Files of a commit never change; these hashes are of files compared with that commit's. */
const SKTIME =
  'https://raw.githubusercontent.com/sktime/sktime/7bd7d1620c0656f3210eeb850bb1c0034159ee47/sktime/datasets/data'

const pinned: Readonly<Record<string, readonly [train: string, test: string]>> = {
  BasicMotions: [
    '8dc43cc6306cb679c888c01e26f91772ac4441a916da43bac8b79734a538b9d6',
    '79213102bc6fca1a398ad98ce1185dff0208fa3d1465e687f48288946b0ff8dc',
  ],
  JapaneseVowels: [
    '68a430eabd919cc77f40b1f5f3bc0dcafacc1486bca9260785aeb7d262cc78cd',
    'b3d41d6a0ca3bcad3afb9ca7d4365382aa51341e2e58bae2a574babdda5b9462',
  ],
}

/** The sets of the UEA archive that RoMAE's paper or this project's experiments use. */
const ueaNames = ['BasicMotions', 'CharacterTrajectories', 'Epilepsy', 'Heartbeat', 'JapaneseVowels', 'LSST']

function ueaEntry(name: string): DatasetEntry {
  const files = [`${name}_TRAIN.ts`, `${name}_TEST.ts`]
  const hashes = pinned[name]
  const zip = {
    name: `${name}.zip`,
    url: `https://www.timeseriesclassification.com/aeon-toolkit/${name}.zip`,
    sha256: null,
  }
  return {
    name: `uea/${name}`,
    description: `${name} of the UEA multivariate time series classification archive`,
    homepage: `https://www.timeseriesclassification.com/description.php?Dataset=${name}`,
    files: hashes
      ? files.map((file, index) => ({ name: file, url: `${SKTIME}/${name}/${file}`, sha256: hashes[index]! }))
      : [zip],
    layouts: [{ needs: files, path: '' }],
  }
}

const physioNetHome = 'https://physionet.org/files/challenge-2012/1.0.0'

const entries: readonly DatasetEntry[] = [
  ...ueaNames.map(ueaEntry),
  {
    name: 'physionet2012',
    description: 'set-a of the PhysioNet / Computing in Cardiology challenge 2012: 4000 intensive-care stays',
    homepage: 'https://physionet.org/content/challenge-2012/1.0.0/',
    files: [
      { name: 'set-a.tar.gz', url: `${physioNetHome}/set-a.tar.gz`, sha256: null },
      { name: 'Outcomes-a.txt', url: `${physioNetHome}/Outcomes-a.txt`, sha256: null },
    ],
    layouts: [
      { needs: ['set-a', 'Outcomes-a.txt'], path: '' },
      { needs: ['physionet2012-set-a.tar.xz'], path: 'physionet2012-set-a.tar.xz' },
    ],
  },
  {
    name: 'elasticc',
    description: 'ELAsTiCC light curves, as ATAT prepares them',
    homepage: 'https://portal.nersc.gov/cfs/lsst/DESC_TD_PUBLIC/ELASTICC/',
    files: [],
    layouts: [{ needs: ['elasticc_final.h5'], path: 'elasticc_final.h5' }],
    how:
      'download FULL_ELASTICC_TRAIN.tar from portal.nersc.gov/cfs/lsst/DESC_TD_PUBLIC/ELASTICC, make elasticc_final.h5 of ' +
      'it with get_data.py of github.com/alercebroker/ATAT, and name the folder of it and of dict_classes.json, which names ' +
      'the classes (dataDir, or --data of a command)',
  },
]

/** The data sets with a name of their own. `uea/<Name>` is understood for every other set of the UEA archive, too. */
export function listDatasets(): readonly DatasetEntry[] {
  return entries
}

/** @throws RomaeError `DATASETS_UNKNOWN_NAME`, with the nearest known name */
export function findDataset(name: string): DatasetEntry {
  const entry = entries.find((one) => one.name === name)
  if (entry) return entry
  const other = /^uea\/(?<set>[A-Z][A-Za-z0-9-]*)$/.exec(String(name))?.groups?.set
  if (other) return ueaEntry(other)
  const known = entries.map((one) => one.name)
  throw errors.DATASETS_UNKNOWN_NAME({ name: String(name), suggestion: didYouMean(String(name), known) })
}
