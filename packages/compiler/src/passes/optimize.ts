import { errors } from '../errors.ts'
import type { Graph } from '../graph.ts'
import { applyAlgebraicIdentities } from './algebraic-identities.ts'
import { broadcastInsteadOfTile } from './broadcast-instead-of-tile.ts'
import { mergeCommonSubexpressions } from './common-subexpressions.ts'
import { foldConstants } from './constant-folding.ts'
import { removeDeadNodes } from './dead-nodes.ts'
import { mergeReshapes } from './merge-reshapes.ts'
import { mergeTransposes } from './merge-transposes.ts'
import { dropIdleMovement } from './movement-identities.ts'
import { scaleIntoMatMul } from './scale-into-matmul.ts'
import { joinSumsOfParts } from './sums-of-parts.ts'

const passes = {
  'dead-nodes': removeDeadNodes,
  'common-subexpressions': mergeCommonSubexpressions,
  'constant-folding': foldConstants,
  'algebraic-identities': applyAlgebraicIdentities,
  'movement-identities': dropIdleMovement,
  'sums-of-parts': joinSumsOfParts,
  'broadcast-instead-of-tile': broadcastInsteadOfTile,
  'merge-reshapes': mergeReshapes,
  'merge-transposes': mergeTransposes,
  'scale-into-matmul': scaleIntoMatMul,
} as const satisfies Readonly<Record<string, (graph: Graph) => Graph>>

/** The name of a pass over graphs. */
export type PassName = keyof typeof passes

/** All passes, in the order in which `optimize` runs them. */
export const passNames: readonly PassName[] = Object.keys(passes) as PassName[]

/** Rounds end by themselves, because passes only remove nodes or move them towards the outputs; this is a safety limit. */
const maximumRounds = 50

/**
 * Rewrites a graph into a shorter one with the same inputs, outputs and results (up to rounding). The passes run in
 * rounds until none of them finds anything to do.
 *
 * @param options.passes the passes to run, in this order; all of them by default.
 * @throws RomaeError COMPILER_UNKNOWN_PASS.
 */
export function optimize(graph: Graph, options: { readonly passes?: readonly PassName[] } = {}): Graph {
  const chosen = (options.passes ?? passNames).map((name) => {
    if (!Object.hasOwn(passes, name)) throw errors.COMPILER_UNKNOWN_PASS({ pass: name, known: passNames })
    return passes[name]
  })
  let current = graph
  for (let round = 0; round < maximumRounds; round++) {
    const next = chosen.reduce((result, pass) => pass(result), current)
    if (next === current) return current
    current = next
  }
  return current
}
