/**
 * Two kinds of waves as CSV: `id,time,sine,cosine,kind,frequency`, one row a time stamp.
 *
 * @param from the number of the first series
 */
export function labelledCsv(count: number, from = 0): string {
  const rows = Array.from({ length: count }, (_, index) => from + index).flatMap((number) => {
    const kind = number % 2 === 0 ? 'slow' : 'fast'
    const frequency = kind === 'slow' ? 0.3 : 1.5
    return Array.from({ length: 12 }, (_, time) => {
      const angle = frequency * time + number
      return `wave-${number},${time},${Math.sin(angle).toFixed(4)},${Math.cos(angle).toFixed(4)},${kind},${frequency}`
    })
  })
  return ['id,time,sine,cosine,kind,frequency', ...rows, ''].join('\n')
}
