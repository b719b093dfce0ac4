/** An element of the page, which index.html has. */
export function element<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no element "${id}"`)
  return found as Kind
}

/** A new element with a text, or with others in it. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  content: string | readonly Node[] = '',
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  if (typeof content === 'string') made.textContent = content
  else made.append(...content)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

export function show(id: string, isShown = true): void {
  element(id).hidden = !isShown
}

/** For all, and read out to who does not see it. */
export function say(text: string): void {
  element('status').textContent = text
}

/** A name from a file: of whatever direction its script is, it does not turn what is around it. */
export function nameFrom(text: string): HTMLElement {
  return make('bdi', text)
}

/** `1 cell`, `2 cells`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** Four digits, as people write them here. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 }).format(value)
}
