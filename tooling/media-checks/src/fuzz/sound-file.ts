import * as wavefile from 'wavefile'

// Node has a CommonJS library's exports under `default`; loaders that make a module of it, only the names.
const { WaveFile } = 'default' in wavefile ? (wavefile.default as typeof wavefile) : wavefile

/** What wavefile calls a bit depth, or a compression. */
export type Codec = '8' | '16' | '24' | '32' | '32f' | '64' | 'a-law' | 'mu-law' | 'ima-adpcm'

/** A WAV file of a short tone, written by wavefile. */
export function soundFile(
  codec: Codec,
  { channels = 1, container = 'RIFF', samples = 60 }: { channels?: 1 | 2; container?: string; samples?: number } = {},
): Uint8Array {
  const file = new WaveFile()
  const isPlain = !/-/.test(codec)
  const depth = isPlain ? codec : '16'
  const isFloat = depth === '32f' || depth === '64'
  const scale = isFloat ? 0.5 : depth === '8' ? 100 : 2 ** (Number(depth) - 2)
  const tone = Array.from({ length: samples }, (_, index) => {
    const value = scale * Math.sin(index / 3)
    return isFloat ? value : Math.round(value) + (depth === '8' ? 128 : 0)
  })
  file.fromScratch(channels, 8000, depth, channels === 1 ? tone : [tone, tone], { container })
  if (codec === 'a-law') file.toALaw()
  if (codec === 'mu-law') file.toMuLaw()
  if (codec === 'ima-adpcm') file.toIMAADPCM()
  return file.toBuffer()
}
