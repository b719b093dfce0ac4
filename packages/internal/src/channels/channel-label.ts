/** A channel for reports: `temp [°C]`. A name that says its unit itself, as `wind (m/s)` does, is left as it is. */
export function channelLabel(name: string, unit: string | null | undefined): string {
  if (unit == null || [`[${unit}]`, `(${unit})`].some((own) => name.trimEnd().endsWith(own))) return name
  return `${name} [${unit}]`
}
