import type { Check } from '../check.ts'

/** The playground, as it is put on a server, does for somebody with a file what its page says. */
export const playground: Check = {
  name: 'playground',
  description:
    'the page of pnpm playground: filled, drawn, paused, loaded again; axe, hosts, sizes, times (minutes; two quiet cores)',
  async run() {
    const { tryPlayground } = await import('@romae/browser-check')
    const { lines, problems } = await tryPlayground(process.env.ROMAE_SCREENSHOTS ?? null, console.error)
    return {
      ok: problems.length === 0 && lines.length > 0,
      figure: `problems in the playground: ${problems.length}`,
      details: problems,
      listing: lines,
    }
  },
}
