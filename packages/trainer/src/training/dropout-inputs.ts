import { type DropoutSite, dropoutMask, type Random } from '@romae/core'
import type { HostTensors } from '@romae/engine'
import { DROPOUT_PREFIX } from './programs.ts'

/** Fresh keep masks for one step, each site from a stream of its own. */
export function dropoutInputs(sites: readonly DropoutSite[], random: Random): HostTensors {
  return Object.fromEntries(
    sites.map((site) => [
      `${DROPOUT_PREFIX}${site.name}`,
      { data: dropoutMask(site, random.fork(site.name)), shape: site.shape },
    ]),
  )
}
