/** Formats of sounds other than WAV, by their first bytes. */
export type CompressedFormat = 'FLAC' | 'MP3' | 'Ogg Vorbis' | 'Ogg Opus'

/** Bytes that tell: the first packet of an Ogg file begins within them. */
export const ENOUGH = 64

/** What a file is by its first bytes; null for what is none of these. */
export function formatOf(bytes: Uint8Array): CompressedFormat | null {
  const text = String.fromCharCode(...bytes.subarray(0, ENOUGH))
  if (text.startsWith('fLaC')) return 'FLAC'
  if (text.startsWith('OggS')) {
    if (text.includes('\x01vorbis')) return 'Ogg Vorbis'
    return text.includes('OpusHead') ? 'Ogg Opus' : null
  }
  if (text.startsWith('ID3')) return 'MP3'
  // Eleven bits of a frame, then a version and a layer that are not reserved: layer 3 is 01.
  const [first = 0, second = 0] = bytes
  return first === 0xff && (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08 ? 'MP3' : null
}
