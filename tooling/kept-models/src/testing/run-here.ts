import '../apps/small-size.ts'

import { audioProgram } from '@romae/app-audio/src/program.ts'
import { imageProgram } from '@romae/app-image/src/program.ts'
import { timeseriesProgram } from '@romae/app-timeseries/src/program.ts'
import * as app from '@romae/build/app'
import { runProgram } from 'romae'
import type { App, Ended } from '../apps/run-app.ts'

const programs = { audio: audioProgram, image: imageProgram, timeseries: timeseriesProgram }

/** Runs a command of an app as `runApp` does, but in this process; one at a time. */
export function runHere(folder: string, name: App, words: readonly string[]): Promise<Ended> {
  return app.runHere(() => runProgram(programs[name](), process.env.INIT_CWD), folder, words)
}
