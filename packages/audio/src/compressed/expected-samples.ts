/** How many samples of each channel a file says that it has. */
export interface ExpectedSamples {
  readonly least: number
  readonly most: number
}

/** Bytes of MP3's first frame in which its count of frames lies, behind tags. */
const LOOKED_AT = 2048
/** An encoder's delay and what fills the last frame up are left out of what is decoded. */
const MARGIN = 4

/**
 * The samples that a FLAC or MP3 file's header says; null where it does not say it. Decoders end without a word where a file
 * does.
 */
export function expectedSamples(format: 'FLAC' | 'MP3', bytes: Uint8Array): ExpectedSamples | null {
  return format === 'FLAC' ? ofFlac(bytes) : ofMp3(bytes)
}

/** 36 bits of STREAMINFO, which is the first block. 0: not known. */
function ofFlac(bytes: Uint8Array): ExpectedSamples | null {
  if (bytes.length < 26) return null
  const count = (bytes[21]! & 0x0f) * 2 ** 32 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(22)
  return count === 0 ? null : { least: count, most: count }
}

/** The count of frames that an encoder leaves in the first frame, after the word Xing or Info. */
function ofMp3(bytes: Uint8Array): ExpectedSamples | null {
  const start = audioStart(bytes)
  const text = String.fromCharCode(...bytes.subarray(start, start + LOOKED_AT))
  const word = ['Xing', 'Info'].map((name) => text.indexOf(name)).find((place) => place !== -1)
  if (word === undefined || start + word + 12 > bytes.length) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset + start + word)
  if ((view.getUint32(4) & 1) === 0) return null
  // Of MPEG 1 a frame has 1152 samples, of MPEG 2 and 2.5 half of them.
  const isFirst = (bytes[start + 1]! & 0x18) === 0x18
  const samples = isFirst ? 1152 : 576
  const frames = view.getUint32(8)
  return { least: Math.max(0, frames - MARGIN) * samples, most: (frames + 1) * samples }
}

/** Behind an ID3 tag, whose size is in four times seven bits. */
function audioStart(bytes: Uint8Array): number {
  if (String.fromCharCode(...bytes.subarray(0, 3)) !== 'ID3' || bytes.length < 10) return 0
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (bytes[at]! & 0x7f), 0)
  return 10 + size
}
