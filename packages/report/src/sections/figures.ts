import { errors } from '../errors.ts'
import { escapeHtml } from '../html.ts'
import type { FiguresSection } from '../report.ts'

const dataUri = /^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/

export function renderFigures({ figures }: FiguresSection): string {
  const items = figures.map(({ source, caption, alternative = caption }) => {
    if (!dataUri.test(source)) throw errors.REPORT_FIGURE_SOURCE({ caption, got: source })
    return `<figure><img src="${source}" alt="${escapeHtml(alternative)}"><figcaption>${escapeHtml(caption)}</figcaption></figure>`
  })
  return `<div class="figures">${items.join('\n')}</div>`
}
