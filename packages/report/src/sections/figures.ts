import { errors } from '../errors.ts'
import { escapeHtml } from '../html.ts'
import type { Figure, FigureAxis, FiguresSection } from '../report.ts'

export const imageUri = /^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/
const soundUri = /^data:audio\/(?:wav|mpeg|ogg|flac|webm);base64,[A-Za-z0-9+/]+={0,2}$/
/** More in a row could not be seen on a phone. */
const MOST_ACROSS = 4

/** Pictures in a grid, `across` of them never parted; `heading` names them in errors. */
export function renderFigures({ figures, caption, heading, across = 1 }: FiguresSection): string {
  if (!Number.isInteger(across) || across < 1 || across > MOST_ACROSS) {
    const option = `across of figures ${JSON.stringify(caption ?? heading ?? '')}`
    throw errors.REPORT_BAD_OPTION({ option, got: String(across), expected: `an integer from 1 to ${MOST_ACROSS}` })
  }
  const items = figures.map(renderFigure)
  const groups = Array.from({ length: Math.ceil(items.length / across) }, (_, group) => {
    const row = items.slice(group * across, (group + 1) * across).join('\n')
    return across === 1 ? row : `<div class="group across-${across}">${row}</div>`
  })
  const text = caption === undefined ? '' : `<p class="caption">${escapeHtml(caption)}</p>`
  return `${text}<div class="figures${across === 1 ? '' : ' groups'}">${groups.join('\n')}</div>`
}

function renderFigure({ source, caption, alternative = caption, x, y, sound }: Figure): string {
  if (!imageUri.test(source)) throw errors.REPORT_FIGURE_SOURCE({ caption, got: source, what: 'an image' })
  const image = `<img src="${source}" alt="${escapeHtml(alternative)}">`
  const hasAxes = x !== undefined || y !== undefined
  const picture = hasAxes ? `<div class="axes">${renderAxis('y', y)}${image}${renderAxis('x', x)}</div>` : image
  const text = `<figcaption>${escapeHtml(caption)}</figcaption>`
  return `<figure>${picture}${text}${sound === undefined ? '' : renderSound(sound, caption)}</figure>`
}

function renderAxis(name: 'x' | 'y', axis: FigureAxis | undefined): string {
  if (axis === undefined) return ''
  const texts = [axis.from, axis.label, axis.to].map((text) => `<span>${escapeHtml(text)}</span>`)
  return `<div class="axis-${name}">${texts.join('')}</div>`
}

function renderSound(sound: string, caption: string): string {
  if (!soundUri.test(sound)) throw errors.REPORT_FIGURE_SOURCE({ caption, got: sound, what: 'a sound' })
  return `<audio controls preload="none" src="${sound}" aria-label="${escapeHtml(caption)}"></audio>`
}
