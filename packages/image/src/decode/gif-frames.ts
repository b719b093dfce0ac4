/** Follows the blocks to the trailer, and counts the frames: GIF89a specification, sections 17 to 27. */
export function gifFrames(bytes: Uint8Array): { readonly frames: number; readonly isWhole: boolean } {
  const EXTENSION = 0x21
  const IMAGE = 0x2c
  const TRAILER = 0x3b
  const tableSize = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  let frames = 0
  let at = 13 + tableSize(bytes[10] ?? 0)
  while (at < bytes.length) {
    const block = bytes[at]
    if (block === TRAILER) return { frames, isWhole: true }
    if (block === EXTENSION) {
      at += 2
    } else if (block === IMAGE) {
      frames += 1
      // Descriptor, local colour table, and the byte that starts the LZW data.
      at += 10 + tableSize(bytes[at + 9] ?? 0) + 1
    } else {
      break
    }
    // Sub-blocks, each after a byte that holds its length, up to one of length 0.
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1
    at += 1
  }
  return { frames, isWhole: false }
}
