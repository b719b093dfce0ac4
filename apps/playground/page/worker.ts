import { exposeTraining } from '@romae/trainer/browser'
import { tellMedia } from './known-model.ts'
import { learnMedia } from './learn-media.ts'
import { mapMedia } from './map-media.ts'
import { openModel } from './open-model.ts'
import { wavsOf } from './wav-file.ts'
import { workOnTable } from './work-on-table.ts'

const functions = {
  table: workOnTable,
  open: openModel,
  learn: learnMedia,
  tell: tellMedia,
  map: mapMedia,
  wavs: wavsOf,
}

/** What the page may ask for. */
export type PlaygroundFunctions = typeof functions

exposeTraining(functions)
