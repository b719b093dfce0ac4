/**
 * What the page may load and where it may connect to: itself. `wasm-unsafe-eval` lets WebAssembly be compiled, and no text be run
 * as a script. It is said three times, as each holds where the others do not: in the page, for its worker by the server, and where
 * that says nothing by the service worker.
 */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  // What its user has taken is shown and played.
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** With these a page is cross-origin isolated, and WebAssembly may have threads. */
export const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // To try what was learned on; a browser asks its user before it gives either.
  'Permissions-Policy': 'camera=(self), microphone=(self), display-capture=(), geolocation=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}
