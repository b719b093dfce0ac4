/** What the reference's model does not have, and what may be had one by one. */
export type Part = 'channels' | 'rotations' | 'estimate'

/** The settings that take a part in, and those that leave it out. */
const settings: Readonly<Record<Part, { readonly with: readonly string[]; readonly without: readonly string[] }>> = {
  channels: { with: ['model.channels=embedding'], without: ['model.channels=position'] },
  rotations: { with: ['model.rotations=fitted'], without: ['model.rotations=reference'] },
  estimate: { with: ['tokenizer.estimate=smoother'], without: ['tokenizer.estimate=none'] },
}

/** How tables name a part. */
const labels: Readonly<Record<Part, string>> = {
  channels: 'channels embedded',
  rotations: 'rotations fitted',
  estimate: 'what a smoother leaves',
}

/** A row of the ablation: some of the parts that its data can have. */
export interface Row {
  readonly key: string
  readonly label: string
  /** For `--set`, before the user's own. */
  readonly assignments: readonly string[]
}

/** None of the parts, each by itself, and, of several, all together. */
export function rowsOf(parts: readonly Part[]): readonly Row[] {
  const row = (key: string, label: string, taken: readonly Part[]): Row => ({
    key,
    label,
    assignments: parts.flatMap((part) => settings[part][taken.includes(part) ? 'with' : 'without']),
  })
  return [
    row('none', 'as in the paper', []),
    ...parts.map((part) => row(part, labels[part], [part])),
    ...(parts.length > 1 ? [row('all', 'all of these', parts)] : []),
  ]
}
