export { type AppCommands, appCommands } from './app-commands.ts'
export type { Ended } from './ended.ts'
export { runHere } from './run-here.ts'
export type { Running } from './start-process.ts'
