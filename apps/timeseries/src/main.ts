import { runProgram } from 'romae'
import { timeseriesProgram } from './program.ts'

await runProgram(timeseriesProgram())
