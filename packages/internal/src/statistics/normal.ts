/** The density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI)
}

/**
 * The standard normal distribution function, to a relative error of about 1e-14: Marsaglia's series near 0 (Evaluating the
 * Normal Distribution, 2004), Laplace's continued fraction in the tails.
 */
export function normalProbability(x: number): number {
  const size = Math.abs(x)
  if (size < 3) {
    let term = x
    let sum = x
    for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
      term *= (x * x) / odd
      sum += term
    }
    return 0.5 + sum * normalDensity(x)
  }
  let fraction = size
  for (let depth = 200; depth > 0; depth--) fraction = size + depth / fraction
  const tail = normalDensity(size) / fraction
  return x < 0 ? tail : 1 - tail
}

/**
 * The standard normal quantile: a rational approximation (Abramowitz and Stegun, 26.2.23), and Newton's steps from there.
 *
 * @param level above 0 and below 1
 */
export function normalQuantile(level: number): number {
  if (level > 0.5) return -normalQuantile(1 - level)
  const t = Math.sqrt(-2 * Math.log(level))
  let x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let step = 0; step < 4; step++) x -= (normalProbability(x) - level) / normalDensity(x)
  return x
}
