import { type AppCommands, appCommands } from '@romae/build/app'
import { runProgram } from 'romae'
import { imageProgram } from '../program.ts'

export const { runApp, spawnApp }: AppCommands = appCommands(
  () => runProgram(imageProgram(), process.env.INIT_CWD),
  new URL('../main.ts', import.meta.url),
)
