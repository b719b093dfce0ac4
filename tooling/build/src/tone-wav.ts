/** A WAV file of a tone, of half a second by default: 16 bits, one channel, 8 kHz. */
export function toneWav(frequency: number, phase = 0, length = 4000): Buffer {
  const samples = Int16Array.from({ length }, (_, index) => {
    return 8000 * Math.sin((2 * Math.PI * frequency * index) / 8000 + phase)
  })
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(8000, 24)
  header.writeUInt32LE(16_000, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([header, Buffer.from(samples.buffer)])
}
