import type { Command } from 'commander'
import { positive } from '../run/run-options.ts'

/** GB of samples that a command holds, unless told otherwise. */
const DEFAULT_GIGABYTES = 2

/** How many bytes of decoded samples a command may hold: all sets that it reads share them. */
export interface MemoryBudget {
  readonly bytes: number
  /** What is not taken yet. */
  left(): number
  /** Takes a part, for as long as the command runs. @returns whether it was there */
  take(bytes: number): boolean
}

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

/** What a sample of so many bytes takes where it is held: it is held as tokens too, of about its own size. */
export function heldSize(bytes: number): number {
  return 2 * bytes
}

/** Adds `--memory` to a command of a modality that can read samples on demand. */
export function addMemoryOption(command: Command, samples: string): Command {
  const description = `${samples} are held decoded up to this size (with their tokens); else read as they are needed`
  return command.option('--memory <GB>', `${description} (default: ${DEFAULT_GIGABYTES})`, positive)
}
