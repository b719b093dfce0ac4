import { type AppCommands, appCommands } from '@romae/app-common/testing'
import { imageProgram } from '../program.ts'

export const { runApp, spawnApp }: AppCommands = appCommands(imageProgram, new URL('../main.ts', import.meta.url))
