import type { Communicator } from './communicator.ts'

/** Bytes of one rank, which alone knows how many they are, on all ranks. `bytes` is read on `root` alone. */
export async function tellBytes(
  communicator: Pick<Communicator, 'rank' | 'broadcast'>,
  root: number,
  bytes: Uint8Array | null,
): Promise<Uint8Array> {
  const isRoot = communicator.rank === root
  const length = new Float64Array([isRoot ? bytes!.length : 0])
  await communicator.broadcast(new Uint8Array(length.buffer), root)
  const told = isRoot ? bytes! : new Uint8Array(length[0]!)
  if (length[0]! > 0) await communicator.broadcast(told, root)
  return told
}

/** A text of one rank on all ranks. `text` is read on `root` alone. */
export async function tellText(
  communicator: Pick<Communicator, 'rank' | 'broadcast'>,
  root: number,
  text: string | null,
): Promise<string> {
  const bytes = text === null ? null : new TextEncoder().encode(text)
  return new TextDecoder().decode(await tellBytes(communicator, root, bytes))
}
