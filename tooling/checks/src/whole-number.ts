/** An environment variable that holds a count. @throws Error if it holds anything else */
export function wholeNumber(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be an integer of at least 1`)
  return value
}
