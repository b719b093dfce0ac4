/** Sizes along time, rows and columns. */
export type Extent = readonly [frames: number, rows: number, columns: number]

/**
 * Where each run of numbers starts in an image `[frames, height, width, channels]`, in the order in which they stand in
 * the tokens: tokens over time, then rows, then columns; inside a token frames, rows, columns, channels, channel fastest.
 * In the reference's words, `(t p1) (h p2) (w p3) c -> (t h w) (p1 p2 p3 c)`.
 *
 * A run lies together in both: one row of one patch, `columns × channels` numbers. So run `r` starts at `r` times that in
 * the tokens.
 */
export function runStarts(grid: Extent, patch: Extent, channels: number): Int32Array {
  const [gridFrames, gridRows, gridColumns] = grid
  const [patchFrames, patchRows, patchColumns] = patch
  const height = gridRows * patchRows
  const width = gridColumns * patchColumns
  const starts = new Int32Array(gridFrames * gridRows * gridColumns * patchFrames * patchRows)
  let run = 0
  for (let t = 0; t < gridFrames; t++) {
    for (let h = 0; h < gridRows; h++) {
      for (let w = 0; w < gridColumns; w++) {
        for (let p1 = 0; p1 < patchFrames; p1++) {
          for (let p2 = 0; p2 < patchRows; p2++) {
            const row = (t * patchFrames + p1) * height + h * patchRows + p2
            starts[run++] = (row * width + w * patchColumns) * channels
          }
        }
      }
    }
  }
  return starts
}
