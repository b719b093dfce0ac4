import { exposeTraining } from '@romae/trainer/browser'
import { fillFile } from './fill-file.ts'

const functions = { fill: fillFile }

/** What the page may ask for. */
export type PlaygroundFunctions = typeof functions

exposeTraining(functions)
