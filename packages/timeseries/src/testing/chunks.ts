/** A source that hands out the text in pieces of `size` characters, or in one. */
export async function* chunks(text: string, size = Math.max(1, text.length)): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size)
}

/** All that a generator yields. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
