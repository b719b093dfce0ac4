const thousands = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const

/** A large number for people: `950`, `12.3 M`, `1.2 G`; with a unit, `12.3 MB`. */
export function formatAmount(value: number, unit = ''): string {
  let scale = 0
  let scaled = value
  // By what is shown: 999,960 is 1.0 M, not 1000.0 k.
  while (scaled >= 999.95 && scale < thousands.length - 1) {
    scaled /= 1000
    scale++
  }
  const digits = scale === 0 ? String(Math.round(scaled)) : scaled.toFixed(1)
  return `${digits} ${thousands[scale]}${unit}`.trim()
}
