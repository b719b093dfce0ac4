/** A sound of one channel as a WAV file of 16 bits. @param samples from −1 to 1; what is beyond is cut off */
export async function wavFile(name: string, samples: Float32Array, rate: number): Promise<File> {
  // Who learns of tables needs none of it.
  const { WaveFile } = await import('wavefile')
  const wave = new WaveFile()
  const whole = Int16Array.from(samples, (sample) => Math.round(32_767 * Math.max(-1, Math.min(1, sample))))
  wave.fromScratch(1, rate, '16', whole)
  return new File([wave.toBuffer() as Uint8Array<ArrayBuffer>], name, { type: 'audio/wav' })
}
