/** Longer names fill a column of pictures with lines. */
const MOST = 40
/** Names of one folder mostly begin alike. */
const BEGINNING = 12

/** A name without its middle where it is long: `photos/DSC_2…e-forest-0012.png`. */
export function shortName(name: string): string {
  const characters = [...name]
  if (characters.length <= MOST) return name
  return `${characters.slice(0, BEGINNING).join('')}…${characters.slice(BEGINNING + 1 - MOST).join('')}`
}
