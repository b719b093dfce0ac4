import { runProgram } from 'romae'
import { severalProgram } from './program.ts'

await runProgram(severalProgram(), process.env.INIT_CWD)
