/** An evaluation's value of the metric that selects. */
export interface Scored {
  readonly step: number
  readonly value: number
}

/** The results of the evaluations so far: plain JSON, part of a checkpoint. */
export interface Selection {
  /** Null before the first evaluation. */
  readonly best: Scored | null
  /** Evaluations since the best one. */
  readonly sinceBest: number
}

export const nothingSelected: Selection = { best: null, sinceBest: 0 }

/** Takes one more evaluation into account. Equal values are no improvement: the earlier step stays the best. */
export function select(selection: Selection, scored: Scored, direction: 'lower' | 'higher'): Selection {
  const { best, sinceBest } = selection
  if (best === null || (direction === 'lower' ? scored.value < best.value : scored.value > best.value)) {
    return { best: scored, sinceBest: 0 }
  }
  return { best, sinceBest: sinceBest + 1 }
}
