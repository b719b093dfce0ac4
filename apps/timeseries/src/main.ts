import { runProgram } from 'romae'
import { timeseriesProgram } from './program.ts'

await runProgram(timeseriesProgram(), process.env.INIT_CWD)
