import type { MatrixSection } from '@romae/report'

/** Who was taken for what: a row for each true class. */
export function confusionSection(
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
  caption: string,
): MatrixSection {
  return {
    kind: 'matrix',
    heading: 'Confusion matrix',
    caption,
    corner: 'true \\ predicted',
    rows: classes,
    columns: classes,
    values: confusion,
  }
}
