/** A sound of one channel as the bytes of a WAV file of 16 bits. @param samples from −1 to 1; what is beyond is cut off */
async function wavOf(samples: Float32Array, rate: number): Promise<Uint8Array> {
  // Who learns of tables needs none of it.
  const { WaveFile } = await import('wavefile')
  const wave = new WaveFile()
  const whole = Int16Array.from(samples, (sample) => Math.round(32_767 * Math.max(-1, Math.min(1, sample))))
  wave.fromScratch(1, rate, '16', whole)
  return wave.toBuffer()
}

/** Sounds of one rate. */
export interface Waveforms {
  /** From −1 to 1; what is beyond is cut off. */
  readonly sounds: readonly Float32Array[]
  readonly rate: number
}

/** The same of many, which a worker does: it has the library in any case, to read such files. */
export function wavsOf({ sounds, rate }: Waveforms): Promise<readonly Uint8Array[]> {
  return Promise.all(sounds.map((samples) => wavOf(samples, rate)))
}
