import { createHash } from 'node:crypto'

/**
 * What the page may do, for its `meta` element: run the given scripts and use the given style sheets, known by their
 * hashes, show images and play sounds that are in the page itself. It runs, loads and sends nothing else, whatever is in it.
 */
export function contentSecurityPolicy(scripts: readonly string[], styles: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${sources(scripts)}`,
    `style-src ${sources(styles)}`,
    'img-src data:',
    'media-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** Hashes of the elements' texts, as they are in the page (CSP Level 3, section 2.3.1). */
function sources(texts: readonly string[]): string {
  if (texts.length === 0) return "'none'"
  return texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ')
}
