import type { SampleSource } from './sample-source.ts'
import type { WorkerSamples } from './workers/tokenize-in-workers.ts'

/** What a data set can be given as. */
export type Samples<Sample> = Iterable<Sample> | AsyncIterable<Sample> | SampleSource<Sample> | WorkerSamples
