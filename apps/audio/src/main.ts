import { runProgram } from '@romae/app-common'
import { audioProgram } from './program.ts'

await runProgram(audioProgram())
