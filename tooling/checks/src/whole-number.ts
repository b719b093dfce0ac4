/** An environment variable that holds an integer of at least `least`. @throws Error if it holds anything else */
export function wholeNumber(name: string, otherwise: number, least = 1): number {
  const value = Number(process.env[name] ?? otherwise)
  if (!Number.isInteger(value) || value < least) throw new Error(`${name} must be an integer of at least ${least}`)
  return value
}
