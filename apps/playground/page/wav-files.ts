import { connect } from './connect.ts'

/** Sounds of one channel as WAV files. @param sounds with samples from −1 to 1; what is beyond is cut off */
export async function wavFiles(
  sounds: readonly { readonly name: string; readonly samples: Float32Array }[],
  rate: number,
): Promise<readonly File[]> {
  const connection = connect()
  try {
    const all = await connection.call('wavs', { sounds: sounds.map(({ samples }) => samples), rate })
    return all.map(
      (bytes, index) => new File([bytes as Uint8Array<ArrayBuffer>], sounds[index]!.name, { type: 'audio/wav' }),
    )
  } finally {
    connection.close()
  }
}
