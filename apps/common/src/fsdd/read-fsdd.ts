import type { Spectrogram } from '@romae/audio'
import { audio } from '@romae/audio/modality'
import { hostModality, type memoryBudget, type Settings } from 'romae'
import type { Splits } from '../benchmark/method-stages.ts'
import { listRecordings, type Recording } from './recordings.ts'

/** The official split: of every speaker and digit, the first recordings are for testing. */
const TEST_TAKES = 5

/** The Free Spoken Digit Dataset, from its folder or from `fsdd.tar.xz`, in its official split. */
export async function readFsdd(
  path: string,
  data: Settings,
  memory: ReturnType<typeof memoryBudget>,
): Promise<Splits<Spectrogram>> {
  const recordings = await listRecordings(path)
  const read = (isOf: (take: number) => boolean, purpose: 'train' | 'evaluate') => {
    const sounds = recordings.filter(({ take }) => isOf(take))
    return hostModality<Spectrogram>(labelled(sounds)).read([path], data, memory, purpose)
  }
  return {
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    train: await read((take) => take >= TEST_TAKES, 'train'),
    test: await read((take) => take < TEST_TAKES, 'evaluate'),
  }
}

/** Sounds as the modality reads them, whatever the sources: these recordings, with their digits. */
function labelled(recordings: readonly Recording[]): typeof audio {
  const sources = recordings.map(({ source }) => source)
  const labels = recordings.map(({ label }) => label)
  return {
    ...audio,
    read: async (_, options, context) => ({ ...(await audio.read(sources, options, context)), labels }),
  }
}
