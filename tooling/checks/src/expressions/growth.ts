/** Characters of the longest input: what is quadratic takes a quarter of a second on it, what is linear some microseconds. */
const LENGTH = 16_000
/** Below this many milliseconds nothing is more than linear: a quadratic expression takes hundreds. */
const FAST = 10
/** Above this many there is nothing left to look for. */
const SLOW = 100
/** A linear expression takes 4 times as long on 4 times the input, a quadratic one 16 times. */
const MOST_GROWTH = 10

/** How often each length is timed; the least time counts. */
const ROUNDS = 5

/** How the time of an expression grows on the worst of the inputs that were tried. */
export interface Growth {
  /** What the input repeats, and what ends it. */
  readonly input: string
  /** Milliseconds for 4,000, 8,000 and 16,000 characters. */
  readonly times: readonly number[]
  readonly linear: boolean
}

/**
 * Measures an expression on texts that repeat one or two of the characters that it speaks of, with and without a character
 * at the end that no expression asks for, so that it has to give up.
 */
export function measureGrowth(source: string, flags: string): Growth {
  const expression = new RegExp(source, flags)
  let worst = { input: '', end: '', time: -1 }
  for (const [pump, end] of pumps(source).flatMap((pump) => [[pump, ''] as const, [pump, '\u{1}'] as const])) {
    const time = timeOf(expression, pump, end, LENGTH)
    if (time > worst.time) worst = { input: pump, end, time }
    if (time > SLOW) break
  }
  const lengths = [LENGTH / 4, LENGTH / 2, LENGTH]
  // In turn: what else the machine does for a while then slows one round, and not all of one length.
  const rounds = Array.from({ length: ROUNDS }, () =>
    lengths.map((length) => timeOf(expression, worst.input, worst.end, length)),
  )
  const times = lengths.map((_, index) => Math.min(...rounds.map((round) => round[index]!)))
  const linear = times[2]! <= Math.max(FAST, MOST_GROWTH * times[0]!)
  return { input: JSON.stringify(worst.input + worst.end), times, linear }
}

function timeOf(expression: RegExp, pump: string, end: string, length: number): number {
  const text = pump.repeat(length / pump.length) + end
  const started = performance.now()
  // Only expressions with the flags g and y begin elsewhere.
  expression.lastIndex = 0
  expression.exec(text)
  return performance.now() - started
}

/** Texts to repeat: each character of the pattern, one of each class that patterns name, and pairs of them. */
function pumps(source: string): string[] {
  const own = [...source].filter((character) => !'\\()[]{}?*^$|'.includes(character))
  const characters = [...new Set([...own, 'a', '0', ' ', '\n', '.', '/', '\\'])].slice(0, 24)
  return characters.flatMap((first) => [
    first,
    ...characters.filter((second) => second !== first).map((s) => first + s),
  ])
}
