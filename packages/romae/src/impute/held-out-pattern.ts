import { gapsOf, type HidingPattern, hidePattern, type TimeSeries } from '@romae/timeseries'
import { type HeldOut, holdOutInGaps, ofEachChannel } from './hold-out.ts'

/** What `--held-out-pattern` may be. */
export const patternOption = {
  kind: 'text',
  matches: /^(?:mixed|scattered|gaps|mar|(?:blocks|rows):[1-9]\d{0,6})$/,
  expected: 'one of scattered, gaps, mixed, mar, blocks:LENGTH and rows:LENGTH, with a length in rows',
} as const

/** As earlier versions held out, without a name for it: of each channel its share. Only runs of theirs that are resumed have it. */
export const EARLIER = 'each channel'

/** What was held out: first as training sees it, then perhaps the same values once more in longer gaps. */
export type HeldOutTrials = readonly [HeldOut, ...HeldOut[]]

/** Without a pattern: as the file's gaps are, mixed with single values, where it has any of two rows or more; else scattered. */
export function defaultPattern(series: readonly TimeSeries[]): string {
  return gapsOf(series).some(({ rows }) => rows > 1) ? 'mixed' : 'scattered'
}

/**
 * Values that are kept from training to measure the error on.
 *
 * `mixed` keeps single values from training, and measures them a second time within gaps like the file's own, which are made by hiding
 * what is around them after training: so long gaps cost no training data.
 *
 * @throws RomaeError `TIMESERIES_INVALID_OPTION` where the series do not have what the pattern needs
 */
export function holdOut(series: readonly TimeSeries[], pattern: string, fraction: number, seed: number): HeldOutTrials {
  if (pattern === EARLIER) return inGapsToo(series, ofEachChannel(series, fraction, seed), seed)
  if (pattern === 'mixed') return inGapsToo(series, hidePattern(series, { kind: 'scattered' }, fraction, seed), seed)
  return [hidePattern(series, parsePattern(pattern), fraction, seed)]
}

function inGapsToo(series: readonly TimeSeries[], heldOut: HeldOut, seed: number): HeldOutTrials {
  const inGaps = holdOutInGaps(series, heldOut, seed)
  return inGaps === null ? [heldOut] : [heldOut, inGaps]
}

/** A pattern's text as `hidePattern` has it; there, `mixed` hides both kinds at once. */
export function parsePattern(text: string): HidingPattern {
  const [kind, length] = text.split(':')
  if (length === undefined) return { kind: kind as 'scattered' | 'gaps' | 'mar' | 'mixed' }
  return { kind: kind as 'blocks' | 'rows', length: Number(length) }
}

/** What values a pattern hides, for whoever reads the errors. */
export function describePattern(pattern: string): string {
  const [kind, length] = pattern.split(':')
  const texts: Readonly<Record<string, string>> = {
    scattered: 'single values, scattered over all channels',
    [EARLIER]: 'single values of each channel, once more in gaps like the file’s own',
    mixed: 'single values, once more in gaps like the file’s own',
    gaps: 'gaps like the file’s own',
    mar: 'single values, by what other channels have',
    blocks: `stretches of ${length} rows, each of one channel`,
    rows: `stretches of ${length} rows, of all channels`,
  }
  return texts[kind!]!
}
