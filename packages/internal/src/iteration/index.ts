export { inOrder } from './in-order.ts'
export { type Prefetched, prefetch } from './prefetch.ts'
