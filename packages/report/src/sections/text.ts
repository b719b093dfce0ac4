import { formatNumber } from '../format-number.ts'
import { escapeHtml } from '../html.ts'
import type { CodeSection, FactsSection, TextSection } from '../report.ts'

export function renderText({ text }: TextSection): string {
  const paragraphs = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '')
  return paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph.trim())}</p>`).join('\n')
}

export function renderCode({ code }: CodeSection): string {
  // A line breaks before an option, and not behind its hyphens.
  const words = escapeHtml(code).split(/(\s)/)
  const text = words.map((word) => (isOption(word) ? `<span class="option">${word}</span>` : word)).join('')
  return `<pre tabindex="0"><code>${text}</code></pre>`
}

const isOption = (word: string) => word.length <= 32 && /^--?\w/.test(word)

export function renderFacts({ facts }: FactsSection): string {
  const pairs = facts.map(([label, value]) => {
    const text = typeof value === 'number' ? formatNumber(value) : value
    return `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(text)}</dd></div>`
  })
  return `<dl>${pairs.join('\n')}</dl>`
}
