import { runCommand } from '@romae/app-common'
import { Command } from 'commander'
import { peerCommand } from './commands/peer.ts'
import { speedCommand } from './commands/speed.ts'

const program = new Command('bench')
  .description('speed of the compiled step, beside PyTorch on the same cores')
  .showHelpAfterError()
  .addCommand(speedCommand('step', 'a training step: forward, backward, clipping, AdamW'))
  .addCommand(speedCommand('forward', 'a forward pass'))
  .addCommand(peerCommand())

await runCommand(async () => {
  await program.parseAsync()
})
