import { runProgram } from '@romae/app-common'
import { timeseriesProgram } from './program.ts'

await runProgram(timeseriesProgram())
