import type { MemoryBudget } from '@romae/tokenizer/modality'
import type { Command } from 'commander'
import { positive } from '../run/run-options.ts'

/** GB of samples that a command holds, unless told otherwise. */
const DEFAULT_GIGABYTES = 2

/** @param gigabytes of 10⁹ bytes */
export function memoryBudget(gigabytes = DEFAULT_GIGABYTES): MemoryBudget {
  const bytes = gigabytes * 1e9
  let left = bytes
  return {
    bytes,
    left: () => left,
    take(part) {
      if (part > left) return false
      left -= part
      return true
    },
  }
}

/** The memory of a sample of so many bytes that is held: its tokens take about as much again. */
export function heldSize(bytes: number): number {
  return 2 * bytes
}

/** Adds `--memory` to a command of a modality that can read samples on demand. */
export function addMemoryOption(command: Command, samples: string): Command {
  const description = `${samples} are held decoded up to this size (with their tokens); else read as they are needed`
  return command.option('--memory <GB>', `${description} (default: ${DEFAULT_GIGABYTES})`, positive)
}
