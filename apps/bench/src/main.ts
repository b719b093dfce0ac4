import { Command } from 'commander'
import { runProgram } from 'romae'
import { busyCommand } from './commands/busy.ts'
import { compileCommand } from './commands/compile.ts'
import { epochsCommand } from './commands/epochs.ts'
import { mediaCommand } from './commands/media.ts'
import { memoryCommand } from './commands/memory.ts'
import { peerCommand } from './commands/peer.ts'
import { predictCommand } from './commands/predict.ts'
import { scalingCommand } from './commands/scaling.ts'
import { severalCommand } from './commands/several.ts'
import { speedCommand } from './commands/speed.ts'

const program = new Command('bench')
  .description('speed and memory of the compiled step, beside PyTorch on the same cores')
  .showHelpAfterError()
  .addCommand(speedCommand('step', 'a training step: forward, backward, clipping, AdamW'))
  .addCommand(speedCommand('forward', 'a forward pass'))
  .addCommand(busyCommand())
  .addCommand(compileCommand())
  .addCommand(predictCommand())
  .addCommand(epochsCommand())
  .addCommand(severalCommand())
  .addCommand(scalingCommand())
  .addCommand(memoryCommand())
  .addCommand(mediaCommand())
  .addCommand(peerCommand())

await runProgram(program, process.env.INIT_CWD)
