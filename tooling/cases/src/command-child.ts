import { audioProgram } from '@romae/app-audio/src/program.ts'
import { imageProgram } from '@romae/app-image/src/program.ts'
import { timeseriesProgram } from '@romae/app-timeseries/src/program.ts'
import { runHere } from '@romae/build/app'
import { runProgram } from 'romae'
import type { HostedApp } from './app.ts'

/** A command, as the host asks for it. */
export interface Question {
  readonly folder: string
  readonly app: HostedApp
  readonly words: readonly string[]
}

const programs = { audio: audioProgram, image: imageProgram, timeseries: timeseriesProgram }

/** `node command-child.ts`, forked: runs the commands that it is sent, one at a time, and answers how each ended. */
process.on('message', async (question: Question | 'end') => {
  if (question === 'end') return process.disconnect()
  const { folder, app, words } = question
  process.chdir(folder)
  const ended = await runHere(() => runProgram(programs[app](), process.env.INIT_CWD), folder, words)
  // A case's folder is removed after it.
  process.chdir('/')
  return process.send!(ended)
})
