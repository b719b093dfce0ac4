import type { Random } from '@romae/internal/random'

/** One kind of file: how inputs of it are made, and how they are read. */
export interface Format {
  readonly name: string
  /** Its part of all inputs. */
  readonly share: number
  /** A valid input, and a damaged one made of it. */
  make(random: Random): Uint8Array
  /** Reads the input whole. @throws RomaeError where it is refused; anything else thrown is a finding */
  read(input: Uint8Array): Promise<void>
}

/** What holds for whatever is read: a finding if it does not. */
export function requireThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}
