import { type DropoutSite, dropoutMask, type MaskedRows, type Random } from '@romae/core'
import type { HostTensor, HostTensors } from '@romae/engine'
import { inputOf } from './input-names.ts'
import { DROPOUT_PREFIX } from './programs.ts'

/**
 * Fresh keep masks for one step: each site has a stream of its own, and in it each row.
 *
 * @param inputs the others of the step, whose padding says which tokens of a row are real
 * @param rows which stream each row draws from: its place in the step's whole batch; default 0, 1, …
 * @param modalities their names, where there are several
 */
export function dropoutInputs(
  sites: readonly DropoutSite[],
  inputs: HostTensors,
  random: Random,
  rows?: ArrayLike<number>,
  modalities: readonly string[] = [],
): HostTensors {
  if (sites.length === 0) return {}
  const { visiblePadding, maskedPadding, padding } = inputs
  const ofModalities = modalities.map((name) => {
    const [shown, masked] = ['visiblePadding', 'maskedPadding'].map((input) => inputs[inputOf(input, name)])
    return [
      name,
      { visible: realTokens(shown ?? inputs[inputOf('padding', name)]), masked: realTokens(masked) },
    ] as const
  })
  const real: MaskedRows = {
    rows,
    visible: realTokens(visiblePadding ?? padding),
    masked: realTokens(maskedPadding),
    modalities: Object.fromEntries(ofModalities),
  }
  return Object.fromEntries(
    sites.map((site) => [
      `${DROPOUT_PREFIX}${site.name}`,
      { data: dropoutMask(site, random.fork(site.name), real), shape: site.shape },
    ]),
  )
}

/** @param padding `[batch, length]`, at the end of each row */
function realTokens(padding: HostTensor | undefined): number[] | undefined {
  if (padding === undefined) return undefined
  const [batch, length] = padding.shape as [number, number]
  return Array.from({ length: batch }, (_, row) => {
    const first = padding.data.subarray(row * length, (row + 1) * length).indexOf(1)
    return first === -1 ? length : first
  })
}
