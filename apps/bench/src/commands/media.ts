import { Command } from 'commander'
import { print } from 'romae'
import type { MediaWork } from '../media/child.ts'
import { compareMedia, type MediaComparison } from '../media/compare-media.ts'
import { integer } from '../options.ts'
import { peerPython } from '../peer.ts'
import type { Quartiles } from '../statistics.ts'
import { row } from '../table.ts'

interface MediaCommandOptions {
  readonly rounds: number
  readonly perRound: number
  readonly python?: string
  readonly json: boolean
}

const titles: Readonly<Record<MediaWork, string>> = {
  fbank: 'filter bank of 10 s at 16 kHz, 128 bins',
  images: 'JPEG of 64×64 to 224×224, normalised',
  sharp: 'JPEG of 64×64 decoded by sharp alone, Pillow',
}

/** `bench media`: the way from files to numbers, beside torchaudio, torchvision and Pillow. */
export function mediaCommand(): Command {
  return new Command('media')
    .description('filter banks and images, ours and those of torchaudio, torchvision and Pillow in turn')
    .option('--rounds <count>', 'rounds, after some time to warm up', integer, 9)
    .option('--per-round <count>', 'results of each contestant in a round', integer, 50)
    .option('--python <path>', 'a Python with the peers (default: PEER_PYTHON; without one, ours alone)')
    .option('--json', 'print JSON alone', false)
    .action(run)
}

async function run(options: MediaCommandOptions): Promise<void> {
  const python = peerPython(options.python)
  const results = await compareMedia(['fbank', 'images', 'sharp'], { ...options, python })
  if (options.json) {
    print(JSON.stringify({ works: results.map((result) => ({ ...result, ratio: ratioOf(result) })) }, null, 2))
    return
  }
  const line = (...cells: readonly string[]) => row([44, 22, 22, 7, 20], cells)
  print('processor time of one result in ms: medians and quartiles; differences of the results')
  print(line('work', 'ours', 'peer', 'ratio', 'mean difference'))
  for (const result of results) {
    const { work, ours, peer, difference } = result
    const cells = [formatQuartiles(ours), formatQuartiles(peer), ratioOf(result)?.toFixed(2) ?? '-']
    print(line(titles[work], ...cells, difference?.mean.toExponential(1) ?? '-'))
  }
  if (python === null) print('\nno peer: set PEER_PYTHON to a Python with torchaudio, torchvision and Pillow')
}

/** How many times less processor time ours takes; null without a peer. */
function ratioOf({ ours, peer }: MediaComparison): number | null {
  return peer === null ? null : peer.median / ours.median
}

function formatQuartiles(times: Quartiles | null): string {
  return times === null ? '-' : `${times.median.toFixed(2)} (${times.low.toFixed(2)}-${times.high.toFixed(2)})`
}
