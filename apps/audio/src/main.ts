import { modalityCommands, runProgram } from '@romae/app-common'
import { Command } from 'commander'
import { fsddCommand } from './commands/fsdd.ts'
import { sounds } from './modality/sounds.ts'

const program = new Command('audio').description('RoMAE on sounds').showHelpAfterError()
for (const command of [...modalityCommands(sounds), fsddCommand()]) program.addCommand(command)

await runProgram(program)
