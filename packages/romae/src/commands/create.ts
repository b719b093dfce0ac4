import { createModality, createModalityCommand, describeCreated } from '@romae/create-modality'
import type { Command } from 'commander'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { userPath } from '../write-file.ts'

/** `create FOLDER`: what `npm create @romae/modality FOLDER` does. */
export function createCommand(): Command {
  return createModalityCommand('create', async (typed, options) => {
    const made = await createModality(userPath(typed), options)
    for (const line of describeCreated(made, typed)) print(line)
    printResult(made)
  })
}
