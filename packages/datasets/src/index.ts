export type { DownloadProgress } from '@romae/internal/download'
export { RomaeError } from '@romae/internal/errors'
export { generatePendulum, type PendulumOptions, type PendulumSplit } from './generators/pendulum/pendulum.ts'
export { generatePositions, type PositionOptions, type PositionSplit, positionGrid } from './generators/positions.ts'
export { generateSines, type SineOptions, type SineSplit } from './generators/sines.ts'
export { generateSpirals, type SpiralOptions, type SpiralSplit } from './generators/spirals.ts'
export type { SplitCounts, Splits } from './generators/splits.ts'
export { generateSynthetic, type SyntheticOptions, type SyntheticSplit } from './generators/synthetic.ts'
export { type WaveformName, waveformNames } from './generators/waveforms.ts'
export {
  type ElasticcFile,
  type ElasticcOptions,
  elasticcBands,
  openElasticc,
} from './readers/elasticc/open-elasticc.ts'
export type { UnknownDescriptors } from './readers/physionet/parse-stay.ts'
export { type PhysioNetOptions, readPhysioNet2012 } from './readers/physionet/read-physionet.ts'
export { physioNetVariables } from './readers/physionet/variables.ts'
export type { DatasetChannel, DatasetSeries } from './readers/series.ts'
export { type SplitOptions, splitSeries } from './readers/split-series.ts'
export { type StandardizedSplits, standardizeSplits } from './readers/standardize.ts'
export { type DatasetEntry, findDataset, type Layout, listDatasets, type RemoteFile } from './registry/entries.ts'
export { type FetchedDataset, type FetchOptions, fetchDataset } from './registry/fetch-dataset.ts'
export type { CheckedFile, FirstSeen } from './registry/receipt.ts'
