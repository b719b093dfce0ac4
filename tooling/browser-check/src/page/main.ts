import { createEngine, providerByName } from '@romae/engine'
import type { OnnxRuntimeWebOptions } from '@romae/engine/onnxruntime-web'
import { type PageJourney, pageJourney } from '../page-journey.ts'
import { spectrogramOf } from '../page-media.ts'
import { pageFolder, pagePictures } from '../page-pictures.ts'
import { type PageSaving, pageSaving } from '../page-saving.ts'
import { type PageTables, pageTables } from '../page-tables.ts'
import { pageTrials } from '../page-trials.ts'
import { type PageWorker, pageWorker } from '../page-worker.ts'
import type { TrainingRun } from '../training-run.ts'
import { trainingRun } from '../training-run.ts'
import { indexedDbStorage } from './indexed-db-storage.js'
import { workers } from './workers.js'

/** What the page offers to the check that drives it. */
export interface CheckedPage {
  /** Trains on the engine that `createEngine` takes by itself for these options. */
  train(steps: number, options: OnnxRuntimeWebOptions): Promise<TrainingRun>
  /** Pre-trains, stops, goes on, reads the model and fills a series, as an app of its user's would. */
  journey(): Promise<PageJourney>
  /** Reads tables from files, blobs and streams, and writes one. */
  tables(): Promise<PageTables>
  /** Trains, saves and loads in the browser's own storage. */
  readonly saving: PageSaving
  /** Reads a sound. */
  readonly spectrogram: typeof spectrogramOf
  /** Decodes pictures, and the folder of one. */
  readonly pictures: typeof pagePictures
  readonly folder: typeof pageFolder
  /** What a browser of its own, or much time, is needed for. */
  readonly trials: typeof pageTrials
  /** Trains in a worker, into a folder. */
  worker(folder: string): Promise<PageWorker>
}

const page: CheckedPage = {
  async train(steps, options) {
    const engine = await createEngine(providerByName('auto', { ...options }))
    const run = await trainingRun(engine, steps)
    await engine.dispose()
    return run
  },
  journey: async () => pageJourney(await indexedDbStorage('journey')),
  tables: pageTables,
  saving: pageSaving,
  spectrogram: spectrogramOf,
  pictures: pagePictures,
  folder: pageFolder,
  trials: pageTrials,
  worker: (folder) => pageWorker(workers, folder),
}
Object.assign(globalThis, { page })
