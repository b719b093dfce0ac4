import { type AppCommands, appCommands } from '@romae/build/app'
import { runProgram } from 'romae'
import { imageProgram } from '../program.ts'

export const { runApp, spawnApp }: AppCommands = appCommands(
  () => runProgram(imageProgram()),
  new URL('../main.ts', import.meta.url),
)
