import { resolve } from 'node:path'
import { RomaeError, visibleLines } from '@romae/internal/errors'
import { createModalityCommand, describeCreated } from './command.ts'
import { createModality } from './create-modality.ts'
import { version } from './version.ts'

/** `npm create @romae/modality FOLDER`. */
const command = createModalityCommand('npm create @romae/modality', async (typed, options) => {
  const made = await createModality(resolve(typed), options)
  process.stdout.write(`${visibleLines(describeCreated(made, typed).join('\n'))}\n`)
})
command
  .version(version)
  .configureOutput({ writeErr: (text) => void process.stderr.write(visibleLines(text)) })
  .showHelpAfterError()

try {
  await command.parseAsync()
} catch (error) {
  // Anything else is a fault of ours, and Node shows it.
  if (!RomaeError.isInstance(error)) throw error
  process.stderr.write(`error: ${error.message.replaceAll('\n', '\n  ')}\n`)
  process.exitCode = 1
}
