import type { Check } from '../check.ts'
import { runScript } from '../run-script.ts'

/** How many times less processor time than the peers each work has to take. */
const bars: Readonly<Record<string, number>> = { fbank: 1, images: 1.3 }

/** `pnpm bench media`, held against its bars. `PEER_PYTHON` names a Python of `pnpm bench peer`. */
export const mediaThroughput: Check = {
  name: 'media-throughput',
  description: 'filter banks and images beside torchaudio, torchvision and Pillow, per core (needs PEER_PYTHON)',
  async run(root) {
    if (!process.env.PEER_PYTHON) {
      return { ok: false, figure: 'no peer', details: ['set PEER_PYTHON to a Python of `pnpm bench peer FOLDER`'] }
    }
    const { stdout } = await runScript(root, 'apps/bench/src/main.ts', ['media', '--json'])
    const measured = JSON.parse(stdout) as { works: { work: string; ratio: number }[] }
    // Others are there for comparison.
    const works = measured.works.filter(({ work }) => work in bars)
    const short = works.filter(({ work, ratio }) => !(ratio >= bars[work]!))
    return {
      ok: works.length === Object.keys(bars).length && short.length === 0,
      figure: `the peers' processor time over ours: ${works.map(({ work, ratio }) => `${work} ${ratio.toFixed(2)}`).join(', ')}`,
      details: short.map(({ work, ratio }) => `${work}: ${ratio.toFixed(2)}, at least ${bars[work]} is wanted`),
    }
  },
}
