import { runProgram } from '@romae/app-common'
import { imageProgram } from './program.ts'

await runProgram(imageProgram())
