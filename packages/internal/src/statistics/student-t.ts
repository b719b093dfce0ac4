import { logGamma } from './gamma.ts'
import { normalQuantile } from './normal.ts'

/** The logarithm of the density of Student's t at 0. */
export function studentTLogPeak(degreesOfFreedom: number): number {
  const half = degreesOfFreedom / 2
  return logGamma(half + 0.5) - logGamma(half) - 0.5 * Math.log(degreesOfFreedom * Math.PI)
}

/** The distribution function of Student's t, by the incomplete beta function. */
export function studentTProbability(t: number, degreesOfFreedom: number): number {
  const tail = 0.5 * incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5)
  return t < 0 ? tail : 1 - tail
}

/**
 * The quantile of Student's t, by halving an interval that holds it.
 *
 * @param level above 0 and below 1
 */
export function studentTQuantile(level: number, degreesOfFreedom: number): number {
  if (level > 0.5) return -studentTQuantile(1 - level, degreesOfFreedom)
  if (level === 0.5) return 0
  let high = normalQuantile(level) // its tails are thinner
  let low = 2 * high - 1
  while (studentTProbability(low, degreesOfFreedom) > level) low *= 2
  for (let step = 0; step < 100 && high - low > 1e-13 * Math.abs(low); step++) {
    const middle = (low + high) / 2
    if (studentTProbability(middle, degreesOfFreedom) > level) high = middle
    else low = middle
  }
  return (low + high) / 2
}

/** The regularised incomplete beta function, by its continued fraction (modified Lentz). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  if (x === 0) return 0
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    for (const coefficient of [even, odd]) {
      d = 1 / (1 + coefficient * d)
      c = 1 + coefficient / c
      fraction *= c * d
    }
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return front * fraction
}
