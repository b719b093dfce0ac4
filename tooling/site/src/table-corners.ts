import type { MarkdownOptions } from 'vitepress'

type MarkdownIt = Parameters<NonNullable<MarkdownOptions['config']>>[0]

/** An empty cell in a table's first row is no header: programs that read pages aloud would announce nothing. */
export function tableCorners(markdown: MarkdownIt): void {
  markdown.core.ruler.push('table-corners', ({ tokens }) => {
    for (const [index, { type, content }] of tokens.entries()) {
      const [before, after] = [tokens[index - 1], tokens[index + 1]]
      if (type !== 'inline' || content !== '' || before?.type !== 'th_open') continue
      before.tag = 'td'
      after!.tag = 'td'
    }
  })
}
