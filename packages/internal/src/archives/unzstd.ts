import { ArchiveProblem } from './archive-problem.ts'
import { packageFailure, passOn } from './optional-package.ts'
import { zstdFrames } from './zstd-frames.ts'

/**
 * Decompresses zstd, in a page as in Node, by fzstd, which looks at neither checksums nor sizes: that is done here. Of several
 * frames, one after the other, all are read.
 *
 * @throws ArchiveProblem for what is damaged, cut short, or followed by something else
 * @throws PackageMissing without fzstd, or without xxhash-wasm
 */
export async function* unzstd(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress, hash64 } = await load()
  let taken: Uint8Array[] = []
  const newFrame = () => ({
    decoder: new Decompress((bytes) => {
      if (bytes.length > 0) taken.push(bytes)
    }),
    hash: hash64(),
    size: 0n,
  })
  let frame = newFrame()
  for await (const part of zstdFrames(pieces)) {
    const { kind, bytes } = part
    // A decoder that knows that nothing follows gives what it holds of a short frame.
    decode(() => frame.decoder.push(bytes, kind === 'end'))
    for (const found of taken) {
      frame.hash.update(found)
      frame.size += BigInt(found.length)
    }
    yield* taken
    taken = []
    if (part.kind !== 'end') continue
    requireWhole(frame.size, frame.hash.digest(), bytes, part.size)
    frame = newFrame()
  }
}

/** Throws unless a frame holds what it says. */
function requireWhole(size: bigint, hash: bigint, checksum: Uint8Array, said: bigint | undefined): void {
  if (said !== undefined && said !== size) throw ArchiveProblem.damaged(`it has ${size} bytes, and says ${said}`)
  if (checksum.length === 0) return
  const expected = new DataView(checksum.buffer, checksum.byteOffset, 4).getUint32(0, true)
  if (Number(hash & 0xffffffffn) !== expected) throw ArchiveProblem.damaged('its checksum is not that of its content')
}

function decode(push: () => void): void {
  try {
    push()
  } catch (cause) {
    throw ArchiveProblem.damaged((cause as Error).message, cause)
  }
}

async function load() {
  try {
    const [{ Decompress }, { default: xxhash }] = await Promise.all([
      import('fzstd').catch(passOn),
      import('xxhash-wasm').catch(passOn),
    ])
    const { create64 } = await xxhash()
    return { Decompress, hash64: create64 }
  } catch (cause) {
    throw packageFailure(['fzstd', 'xxhash-wasm'], cause)
  }
}
