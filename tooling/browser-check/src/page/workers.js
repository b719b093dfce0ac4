// @ts-nocheck: this repository checks types with those of Node, which has no workers of a page.
export const workers = {
  training: () => new Worker(new URL('./training-worker.ts', import.meta.url), { type: 'module' }),
  silent: () => new Worker(new URL('./silent-worker.ts', import.meta.url), { type: 'module' }),
  missing: () => new Worker('/there-is-none.js', { type: 'module' }),
}
