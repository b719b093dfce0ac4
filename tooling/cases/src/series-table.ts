/** A table of eight short series of two kinds, with gaps, as lines of CSV. */
export const seriesTable = [
  'id,t,v,label',
  ...Array.from({ length: 80 }, (_, row) => {
    const series = row % 8
    return `s${series},${row},${row % 7 === 3 ? '' : Math.sin(row / (2 + (series % 2)))},${series % 2 ? 'slow' : 'fast'}`
  }),
  '',
].join('\n')

/** Says which of its columns is what. */
export const seriesColumns = ['--time', 't', '--id', 'id', '--label', 'label']

/** Trains for so many steps, and takes a moment. */
export function quickly(stage: 'pretraining' | 'finetuning', steps = 2): readonly string[] {
  return ['--preset', 'smoke', '--set', `${stage}.steps=${steps}`, '--set', `${stage}.warmupSteps=0`]
}
